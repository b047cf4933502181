namespace Granary.Admission.Buckets;

/// <summary>Validated settings of one mirrored bucket.</summary>
public sealed record BucketSettings
{
    /// <summary>Units per minute; null: learned from what the provider says.</summary>
    public double? PerMinute { get; init; }

    /// <summary>Units that may be spent at once; null: a tenth of the units per minute.</summary>
    public double? Burst { get; init; }

    /// <summary>Part of the rate that is used, so that the provider's bucket never runs out before ours.</summary>
    public double Safety { get; init; } = 0.995;
}
