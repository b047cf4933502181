namespace Granary.Abstractions.Capacity;

/// <summary>One permit given by the ledger itself.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Band">0 interactive, 1 standard, 2 bulk.</param>
/// <param name="Tenant">Tenant of the waiter it was given for.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDirectLease")]
public readonly record struct CapacityDirectLease(
    [property: Id(0)] CapacityDirectLeaseId Id, [property: Id(1)] int Band, [property: Id(2)] string Tenant);
