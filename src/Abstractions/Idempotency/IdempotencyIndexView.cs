namespace Granary.Abstractions.Idempotency;

/// <summary>The keys of one tenant at one moment.</summary>
/// <param name="Keys">Keys that are remembered.</param>
/// <param name="Evicted">Keys that had to go before their time because there were too many.</param>
[GenerateSerializer, Immutable, Alias("granary.IdempotencyIndexView")]
public sealed record IdempotencyIndexView([property: Id(0)] int Keys, [property: Id(1)] long Evicted);
