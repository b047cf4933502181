namespace Granary.Abstractions.Executors;

/// <summary>Where calls of a route go instead of where its metadata says.</summary>
/// <param name="Disabled">Its pool is switched off: calls run inline.</param>
/// <param name="Pool">Another pool; null with <paramref name="Disabled"/>.</param>
[GenerateSerializer, Immutable, Alias("granary.ExecutorRouteOverride")]
public sealed record ExecutorRouteOverride([property: Id(0)] bool Disabled, [property: Id(1)] string? Pool);
