using System.Collections.Immutable;

namespace Granary.Abstractions.Idempotency;

/// <summary>A few hundred entries of a tenant's index, so that taking in a key writes little however many there are. Used by its index alone.</summary>
[Alias("granary.IIdempotencyPageGrain")]
public interface IIdempotencyPageGrain : IGrainWithStringKey
{
    /// <summary>Adds entries at the end; answers how many there are now.</summary>
    [Alias("append")]
    Task<int> AppendAsync(ImmutableArray<IdempotencyIndexEntry> entries);

    /// <summary>All entries, oldest first.</summary>
    [Alias("read")]
    Task<ImmutableArray<IdempotencyIndexEntry>> ReadAsync();

    /// <summary>Replaces all entries; none removes the page.</summary>
    [Alias("replace")]
    Task ReplaceAsync(ImmutableArray<IdempotencyIndexEntry> entries);
}
