namespace Granary.Grains.Runs.Groups;

/// <summary>What a row group keeps beside its log. Its ETag fences: an activation that lost a race cannot begin a session or seal.</summary>
[GenerateSerializer, Alias("granary.RowGroupGrainState")]
internal sealed class RowGroupGrainState
{
    /// <summary>Number of the newest session; names its log.</summary>
    [Id(0)]
    public int Session { get; set; }

    /// <summary>Attempts to seal so far; names the part.</summary>
    [Id(1)]
    public int SealAttempt { get; set; }
}
