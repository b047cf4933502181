namespace Granary.Abstractions.Idempotency;

/// <summary>One key of an index.</summary>
/// <param name="Key">Key of its grain.</param>
/// <param name="Due">When to look whether its time is over.</param>
[GenerateSerializer, Immutable, Alias("granary.IdempotencyIndexEntry")]
public sealed record IdempotencyIndexEntry([property: Id(0)] string Key, [property: Id(1)] DateTimeOffset Due);
