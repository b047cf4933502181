using Granary.Abstractions.Idempotency;

namespace Granary.Grains.Idempotency;

/// <summary>Keys that are taken in by one write.</summary>
internal sealed class IdempotencyIndexBatch
{
    public List<IdempotencyIndexEntry> Entries { get; } = [];

    public bool Taken { get; set; }

    public bool Stored { get; set; }
}
