namespace Granary.Abstractions.Capacity;

/// <summary>So many times a provider said yes.</summary>
/// <param name="Generation">Generation of the limit at admission.</param>
/// <param name="Level">Calls in flight at admission.</param>
/// <param name="InFlight">Calls in flight then.</param>
/// <param name="Limit">Limit known at admission.</param>
/// <param name="Bound">No permit was free.</param>
/// <param name="Count">How many.</param>
/// <param name="Presumed">For want of a refusal.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityAccepted")]
public readonly record struct CapacityAccepted(
    [property: Id(0)] long Generation,
    [property: Id(1)] int Level,
    [property: Id(2)] int InFlight,
    [property: Id(3)] int Limit,
    [property: Id(4)] bool Bound,
    [property: Id(5)] long Count,
    [property: Id(6)] bool Presumed);
