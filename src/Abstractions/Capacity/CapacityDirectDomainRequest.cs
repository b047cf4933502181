using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>One domain of a direct request.</summary>
/// <param name="Domain">0 chat, 1 embedding, 2 image, 3 health check.</param>
/// <param name="Demand">Who has how much in flight and who waits.</param>
/// <param name="Held">Direct leases in use.</param>
/// <param name="Settled">Direct leases that are over.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDirectDomainRequest")]
public sealed record CapacityDirectDomainRequest(
    [property: Id(0)] int Domain,
    [property: Id(1)] ImmutableArray<CapacityTenantDemand> Demand,
    [property: Id(2)] ImmutableArray<CapacityDirectLeaseId> Held,
    [property: Id(3)] ImmutableArray<CapacityDirectLeaseId> Settled);
