namespace Granary.Abstractions.Capacity;

/// <summary>One answer of a provider as evidence of its health.</summary>
/// <param name="Kind">0 time to first byte, 1 latency per output token, 2 latency, 3 failed.</param>
/// <param name="Value">Seconds.</param>
/// <param name="Generation">Generation of the limit at admission.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacitySample")]
public readonly record struct CapacitySample([property: Id(0)] int Kind, [property: Id(1)] float Value, [property: Id(2)] long Generation);
