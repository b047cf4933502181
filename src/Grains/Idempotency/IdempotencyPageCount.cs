namespace Granary.Grains.Idempotency;

/// <summary>A page of an index and how many entries it holds.</summary>
[GenerateSerializer, Alias("granary.IdempotencyPageCount")]
internal sealed class IdempotencyPageCount
{
    /// <summary>Its number.</summary>
    [Id(0)]
    public long Page { get; set; }

    /// <summary>Its entries.</summary>
    [Id(1)]
    public int Count { get; set; }
}
