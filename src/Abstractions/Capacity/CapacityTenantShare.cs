namespace Granary.Abstractions.Capacity;

/// <summary>Part of a share that one tenant may use while permits are contended.</summary>
/// <param name="Tenant">Tenant id; empty for all that are not listed.</param>
/// <param name="Share">Its calls in flight, at most.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityTenantShare")]
public readonly record struct CapacityTenantShare([property: Id(0)] string Tenant, [property: Id(1)] int Share);
