namespace Granary.Abstractions.Capacity;

/// <summary>What an agent says of its rate credits; counters since it was born.</summary>
/// <param name="RequestsAllowed">Requests it may have admitted in all.</param>
/// <param name="RequestsSpent">Requests admitted in all.</param>
/// <param name="TokensAllowed">Tokens it may have reserved in all.</param>
/// <param name="TokensSpent">Tokens reserved in all, corrected.</param>
/// <param name="RequestsWanted">Requests it expects to send until its next report.</param>
/// <param name="TokensWanted">Tokens it expects to reserve until then.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityCreditClaim")]
public readonly record struct CapacityCreditClaim(
    [property: Id(0)] double RequestsAllowed,
    [property: Id(1)] double RequestsSpent,
    [property: Id(2)] double TokensAllowed,
    [property: Id(3)] double TokensSpent,
    [property: Id(4)] double RequestsWanted,
    [property: Id(5)] double TokensWanted);
