namespace Granary.Abstractions.Capacity;

/// <summary>Rates of a key: as configured at an agent, and as its provider's fields said last.</summary>
/// <param name="RequestsPerMinute">Configured; 0: not.</param>
/// <param name="RequestBurst">Configured; 0: a tenth of the cap.</param>
/// <param name="TokensPerMinute">Configured; 0: not.</param>
/// <param name="TokenBurst">Configured; 0: a tenth of the cap.</param>
/// <param name="RequestLimit">Seen; negative: not.</param>
/// <param name="RequestsRemaining">Seen; negative: not.</param>
/// <param name="TokenLimit">Seen; negative: not.</param>
/// <param name="TokensRemaining">Seen; negative: not.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityRates")]
public readonly record struct CapacityRates(
    [property: Id(0)] double RequestsPerMinute,
    [property: Id(1)] double RequestBurst,
    [property: Id(2)] double TokensPerMinute,
    [property: Id(3)] double TokenBurst,
    [property: Id(4)] double RequestLimit,
    [property: Id(5)] double RequestsRemaining,
    [property: Id(6)] double TokenLimit,
    [property: Id(7)] double TokensRemaining);
