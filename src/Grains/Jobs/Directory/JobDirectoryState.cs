using System.Collections.Immutable;

namespace Granary.Grains.Jobs.Directory;

/// <summary>The pages of one tenant's directory.</summary>
[GenerateSerializer, Alias("granary.JobDirectoryState")]
internal sealed class JobDirectoryState
{
    /// <summary>Numbers of the pages there are, ascending; the last one takes new jobs.</summary>
    [Id(0)]
    public ImmutableArray<int> Pages { get; set; } = [];
}
