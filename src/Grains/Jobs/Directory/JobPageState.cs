using System.Collections.Immutable;
using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs.Directory;

/// <summary>Stored entries of one page.</summary>
[GenerateSerializer, Alias("granary.JobPageState")]
internal sealed class JobPageState
{
    /// <summary>The entries.</summary>
    [Id(0)]
    public ImmutableArray<JobEntry> Entries { get; set; } = [];
}
