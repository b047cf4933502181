using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>What the values of a written column look like over the whole run.</summary>
/// <param name="Name">Column.</param>
/// <param name="Values">Values that are not null.</param>
/// <param name="Nulls">Nulls.</param>
/// <param name="Types">Values per JSON type, nulls left out.</param>
/// <param name="Distinct">Distinct values that are not null.</param>
/// <param name="DistinctExact">That number is exact; otherwise it is estimated, within about 6 %.</param>
/// <param name="Lengths">Characters of texts, elements of arrays; null: there was none.</param>
/// <param name="Numbers">The numbers; null: there was none.</param>
/// <param name="Scores">For a judge column, per rubric how often each score was given.</param>
[GenerateSerializer, Immutable, Alias("granary.RunColumnProfile")]
public sealed record RunColumnProfile(
    [property: Id(0)] string Name,
    [property: Id(1)] long Values,
    [property: Id(2)] long Nulls,
    [property: Id(3)] ImmutableSortedDictionary<string, long> Types,
    [property: Id(4)] long Distinct,
    [property: Id(5)] bool DistinctExact,
    [property: Id(6)] RunProfileRange? Lengths,
    [property: Id(7)] RunProfileRange? Numbers,
    [property: Id(8)] ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, long>> Scores);
