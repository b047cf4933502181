namespace Granary.Abstractions.Runs;

/// <summary>The layer that held ready work back longest in the last 60 s.</summary>
/// <param name="Layer"><c>dependency</c>, <c>queue_order</c>, <c>task_capacity</c>, <c>request_permit</c>, <c>cooldown</c>, <c>provider_time</c> …</param>
/// <param name="Alias">The alias it concerns, or null.</param>
/// <param name="Share">Part of that time, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("granary.RunLimitedBy")]
public sealed record RunLimitedBy([property: Id(0)] string Layer, [property: Id(1)] string? Alias, [property: Id(2)] double Share);
