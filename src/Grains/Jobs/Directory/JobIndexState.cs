using System.Collections.Immutable;

namespace Granary.Grains.Jobs.Directory;

/// <summary>Unfinished jobs of one index.</summary>
[GenerateSerializer, Alias("granary.JobIndexState")]
internal sealed class JobIndexState
{
    /// <summary>Their ids, in no order. Replaced whole, because it may be read while it is being written.</summary>
    [Id(0)]
    public ImmutableArray<string> Jobs { get; set; } = [];
}
