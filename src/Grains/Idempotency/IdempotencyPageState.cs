using System.Collections.Immutable;
using Granary.Abstractions.Idempotency;

namespace Granary.Grains.Idempotency;

/// <summary>The entries of one page.</summary>
[GenerateSerializer, Alias("granary.IdempotencyPageState")]
internal sealed class IdempotencyPageState
{
    /// <summary>Oldest first.</summary>
    [Id(0)]
    public ImmutableArray<IdempotencyIndexEntry> Entries { get; set; } = [];
}
