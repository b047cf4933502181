namespace Granary.Abstractions.Capacity;

/// <summary>Names a direct lease.</summary>
/// <param name="Epoch">Incarnation of the ledger that gave it.</param>
/// <param name="Number">Rises within that incarnation.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDirectLeaseId")]
public readonly record struct CapacityDirectLeaseId([property: Id(0)] long Epoch, [property: Id(1)] long Number);
