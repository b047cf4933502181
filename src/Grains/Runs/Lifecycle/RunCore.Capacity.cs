using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Grains.Dispatch;
using Granary.Grains.Runs.Capacity;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What is known of a run's capacity.</summary>
internal sealed partial class RunCore
{
    private readonly ObservedMaxima _maxima;

    /// <summary>Aliases the run calls.</summary>
    public IReadOnlyList<string> Aliases => _shape.Aliases;

    /// <summary>The capacity plan of this moment, JSON.</summary>
    public string CapacityPlan(
        string id, ConfiguredFields fields, DispatchOptions dispatch, string estimator, IReadOnlyList<(ModelAlias Alias, EndpointView? View)> aliases, DateTimeOffset now) =>
        new CapacityPlan(id, _shape, fields, dispatch, estimator).ToJson(State.RowGroupSize, _adaptive?.RowGuard, aliases, WindowNow, _maxima, now);
}
