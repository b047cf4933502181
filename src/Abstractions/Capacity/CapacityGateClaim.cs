namespace Granary.Abstractions.Capacity;

/// <summary>What an agent says of the gate.</summary>
/// <param name="ProbeRound">The probe it was given; 0: none.</param>
/// <param name="Probe">0 none, 1 pending, 2 accepted, 3 refused for load, 4 failed, 5 unused.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityGateClaim")]
public readonly record struct CapacityGateClaim([property: Id(0)] long ProbeRound, [property: Id(1)] int Probe);
