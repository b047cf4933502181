using System.Collections.Immutable;
using Granary.Abstractions.Executors;

namespace Granary.Grains.Executors.Routes;

/// <summary>Stored overrides.</summary>
[GenerateSerializer, Alias("granary.ExecutorRoutesState")]
internal sealed class ExecutorRoutesState
{
    /// <summary>By route pattern.</summary>
    [Id(0)]
    public ImmutableSortedDictionary<string, ExecutorRouteOverride> Routes { get; set; } =
        ImmutableSortedDictionary.Create<string, ExecutorRouteOverride>(StringComparer.Ordinal);
}
