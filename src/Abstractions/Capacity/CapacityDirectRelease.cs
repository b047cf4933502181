using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>Direct leases that are over.</summary>
/// <param name="AgentId">Stable name of the process.</param>
/// <param name="Incarnation">Life of that process.</param>
/// <param name="Domain">0 chat, 1 embedding, 2 image, 3 health check.</param>
/// <param name="Settled">Their names.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDirectRelease")]
public sealed record CapacityDirectRelease(
    [property: Id(0)] string AgentId,
    [property: Id(1)] ulong Incarnation,
    [property: Id(2)] int Domain,
    [property: Id(3)] ImmutableArray<CapacityDirectLeaseId> Settled);
