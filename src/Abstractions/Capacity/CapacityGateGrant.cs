namespace Granary.Abstractions.Capacity;

/// <summary>The gate, the same for the whole cluster.</summary>
/// <param name="State">0 open, 1 outage, 2 probing, 3 closed.</param>
/// <param name="For">Seconds until the next probe.</param>
/// <param name="ProbeRound">This agent has the cluster's one probe; 0: it has not.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityGateGrant")]
public readonly record struct CapacityGateGrant([property: Id(0)] int State, [property: Id(1)] double For, [property: Id(2)] long ProbeRound);
