using System.Collections.Immutable;

namespace Granary.Abstractions.Executors;

/// <summary>Every override there is.</summary>
/// <param name="Version">Changes with every change.</param>
/// <param name="Routes">Overrides by route pattern.</param>
[GenerateSerializer, Immutable, Alias("granary.ExecutorRouteTable")]
public sealed record ExecutorRouteTable([property: Id(0)] string Version, [property: Id(1)] ImmutableSortedDictionary<string, ExecutorRouteOverride> Routes);
