using System.Collections.Immutable;

namespace Granary.Grains.Seeds;

/// <summary>What became of a dataset.</summary>
/// <param name="Table">Its records; null when there is any problem.</param>
/// <param name="Problems">What is wrong, in the order of lines, at most <see cref="MostProblems"/>.</param>
internal sealed record SeedReading(SeedTable? Table, ImmutableArray<SeedProblem> Problems)
{
    /// <summary>Bad lines told of one dataset.</summary>
    public const int MostProblems = 20;
}
