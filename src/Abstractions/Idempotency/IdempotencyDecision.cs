namespace Granary.Abstractions.Idempotency;

/// <summary>Answer of a key to who claims it or waits for it.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Answer">The answer to give, of <see cref="IdempotencyDecisionKind.Answer"/>.</param>
/// <param name="RequestId">The request that runs or ran under the key, where there is one.</param>
[GenerateSerializer, Immutable, Alias("granary.IdempotencyDecision")]
public sealed record IdempotencyDecision(
    [property: Id(0)] IdempotencyDecisionKind Kind,
    [property: Id(1)] KeptAnswer? Answer = null,
    [property: Id(2)] string? RequestId = null);
