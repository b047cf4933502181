namespace Granary.Grains.Runs.Lifecycle;

/// <summary>Rows that were asked for at one time: the first with the submission, further ones by extending the run.</summary>
[GenerateSerializer, Alias("granary.RunSegment")]
internal sealed class RunSegment
{
    /// <summary>Index of its first row.</summary>
    [Id(0)]
    public long FirstRow { get; set; }

    /// <summary>Its rows.</summary>
    [Id(1)]
    public long Rows { get; set; }

    /// <summary>Made in place of rows that were dropped: not asked for.</summary>
    [Id(2)]
    public bool Replacement { get; set; }
}
