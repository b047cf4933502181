namespace Granary.Abstractions.Runs;

/// <summary>An alias that has refused calls since its last success.</summary>
/// <param name="Alias">Its name.</param>
/// <param name="Since">First refusal after the last success.</param>
/// <param name="Kind">Kind of the last refusal.</param>
[GenerateSerializer, Immutable, Alias("granary.AliasTrouble")]
public sealed record AliasTrouble([property: Id(0)] string Alias, [property: Id(1)] DateTimeOffset Since, [property: Id(2)] string Kind);
