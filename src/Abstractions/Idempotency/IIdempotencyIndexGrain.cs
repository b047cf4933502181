namespace Granary.Abstractions.Idempotency;

/// <summary>The idempotency keys of one tenant, by age: bounds their number and lets them expire. The grain's key is the tenant.</summary>
[Alias("granary.IIdempotencyIndexGrain")]
public interface IIdempotencyIndexGrain : IGrainWithStringKey
{
    /// <summary>Takes a key in before it is first used; durable when this returns. Above the bound the oldest key that nothing runs under goes.</summary>
    [Alias("add"), AlwaysInterleave]
    Task AddAsync(string key);

    /// <summary>How many there are.</summary>
    [Alias("view")]
    Task<IdempotencyIndexView> ViewAsync();
}
