using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>A row group that is finished for good.</summary>
[GenerateSerializer, Alias("granary.SealedGroup")]
internal sealed class SealedGroup
{
    /// <summary>Its number.</summary>
    [Id(0)]
    public long Group { get; set; }

    /// <summary>Its part; null when no row was left.</summary>
    [Id(1)]
    public RunPart? Part { get; set; }

    /// <summary>File of its dropped rows, or null.</summary>
    [Id(2)]
    public string? DroppedFile { get; set; }

    /// <summary>Rows are missing because the run shut down early.</summary>
    [Id(3)]
    public bool Partial { get; set; }
}
