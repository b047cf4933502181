namespace Granary.Abstractions.Capacity;

/// <summary>Rate credits: how far the agent's own counters may rise, and for how long.</summary>
/// <param name="RequestsAllowed">Requests in all; infinity: not limited.</param>
/// <param name="TokensAllowed">Tokens in all; infinity: not limited.</param>
/// <param name="ValidFor">Seconds from the sending of the report.</param>
/// <param name="RequestsIn">Seconds until the next request credit.</param>
/// <param name="TokensIn">Seconds until the next token credit.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityCreditGrant")]
public readonly record struct CapacityCreditGrant(
    [property: Id(0)] double RequestsAllowed,
    [property: Id(1)] double TokensAllowed,
    [property: Id(2)] double ValidFor,
    [property: Id(3)] double RequestsIn,
    [property: Id(4)] double TokensIn);
