namespace Granary.Grains.Idempotency;

/// <summary>What is stored of a tenant's index: which pages there are and how full.</summary>
[GenerateSerializer, Alias("granary.IdempotencyIndexState")]
internal sealed class IdempotencyIndexState
{
    /// <summary>Pages, oldest first.</summary>
    [Id(0)]
    public List<IdempotencyPageCount> Pages { get; set; } = [];

    /// <summary>Number of the next page; numbers are not used again.</summary>
    [Id(1)]
    public long NextPage { get; set; }

    /// <summary>Keys that went before their time.</summary>
    [Id(2)]
    public long Evicted { get; set; }
}
