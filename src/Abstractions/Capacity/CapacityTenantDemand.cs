namespace Granary.Abstractions.Capacity;

/// <summary>What one tenant has and wants of a key at one agent, in one band.</summary>
/// <param name="Band">0 interactive, 1 standard, 2 bulk.</param>
/// <param name="Tenant">Tenant id; empty for all that did not fit.</param>
/// <param name="Weight">1 to 1000.</param>
/// <param name="InFlight">Calls in flight.</param>
/// <param name="Waiting">Waiters.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityTenantDemand")]
public readonly record struct CapacityTenantDemand(
    [property: Id(0)] int Band,
    [property: Id(1)] string Tenant,
    [property: Id(2)] int Weight,
    [property: Id(3)] int InFlight,
    [property: Id(4)] int Waiting);
