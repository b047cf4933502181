using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Grains.Dispatch;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Output;

namespace Granary.Grains.Runs.Capacity;

/// <summary>
/// Explains every capacity number of a run: what was configured and by whom, what is in force now, what was reached so far. It admits nothing, and no
/// number that was measured stands under what was configured.
/// </summary>
/// <param name="runId">The run.</param>
/// <param name="shape">Its plan.</param>
/// <param name="fields">Which fields its document sets.</param>
/// <param name="dispatch">The silo's own places.</param>
/// <param name="estimator">The estimator unless an alias names another.</param>
internal sealed class CapacityPlan(string runId, RunShape shape, ConfiguredFields fields, DispatchOptions dispatch, string estimator)
{
    private const int SchemaVersion = 1;

    /// <summary>The plan as JSON.</summary>
    /// <param name="rowGroupSize">Rows of a group.</param>
    /// <param name="rowGuard">Rows that may be open at once; null: no such bound.</param>
    /// <param name="aliases">Aliases the run calls that there are, and their state now.</param>
    /// <param name="target">Row groups that may be open now.</param>
    /// <param name="maxima">What was reached.</param>
    /// <param name="now">This instant.</param>
    public string ToJson(
        int rowGroupSize, long? rowGuard, IReadOnlyList<(ModelAlias Alias, EndpointView? View)> aliases, int target, ObservedMaxima maxima, DateTimeOffset now)
    {
        var endpoints = aliases.GroupBy(static a => $"{a.Alias.Provider}/{a.Alias.Model}", StringComparer.Ordinal).ToArray();
        var views = aliases.Where(static a => a.View is not null).DistinctBy(static a => (a.Alias.Provider, a.Alias.Model, a.Alias.Domain)).ToArray();
        return JsonSerializer.Serialize(
            new
            {
                schemaVersion = SchemaVersion,
                runId,
                capturedAt = now,
                configured = Configured(rowGroupSize, rowGuard, aliases, endpoints),
                runtimeSnapshot = new
                {
                    limits = Of(views, static view => view.Limit),
                    effectiveCaps = Of(views, static view => view.Cap),
                    blockedUntil = Of(views, view => view.BlockedForMs > 0 ? now.AddMilliseconds(view.BlockedForMs) : (DateTimeOffset?)null),
                    gates = Of(views, static view => view.Gate),
                    shares = Of(views, static view => view.Outstanding),
                    aggregateInFlight = Of(views, static view => view.InFlight),
                    rowGroupTarget = target,
                },
                observedMaxima = new
                {
                    rowGroupsInFlight = maxima.RowGroupsInFlight,
                    rowGroupTarget = maxima.RowGroupTarget,
                    queuedByGroup = maxima.Queued.ToDictionary(static c => c.Column, static c => c.Most, StringComparer.Ordinal),
                    taskLeasesByGroup = maxima.InFlight.ToDictionary(static c => c.Column, static c => c.Most, StringComparer.Ordinal),
                    taskLeases = maxima.TasksInFlight,
                    rowGroupBlockReasons = maxima.BlockReasons,
                },
            },
            RunJson.Compact);
    }

    private object Configured(
        int rowGroupSize, long? rowGuard, IReadOnlyList<(ModelAlias Alias, EndpointView? View)> aliases, IReadOnlyList<IGrouping<string, (ModelAlias Alias, EndpointView? View)>> endpoints) => new
        {
            rowGroupSize = Value(rowGroupSize, fields.SourceOf("rowGroupSize")),
            rowGroups = new
            {
                mode = Value(shape.Window.Adaptive ? "adaptive" : "fixed", fields.SourceOf("window")),
                window = shape.Window.Adaptive ? Missing("the window is adaptive") : Value(shape.Window.Max, fields.SourceOf("window")),
                max = shape.Window.Adaptive ? Value(shape.Window.Max, fields.SourceOf("window", "max")) : Missing("the window is fixed"),
                rowGuard = rowGuard is { } guard ? Value(guard, "default") : Missing("the window is fixed"),
            },
            submissionCapacity = Value(dispatch.SubmissionCapacity, "engine_options"),
            taskResourceLimits = new
            {
                run = Value(shape.Limits.MaxInFlight, fields.SourceOf("limits", "maxInFlight")),
                submission = Value(dispatch.SubmissionCapacity, "engine_options"),
                llm_wait = dispatch.MaxModelTasks is { } most
                    ? Value(most, "engine_options")
                    : new CapacityValue(dispatch.SubmissionCapacity, "engine_options", "submissionCapacity", "MaxModelTasks is not set"),
            },
            policy = Value(dispatch.Policy.ToString(), "engine_options"),
            requestResources = aliases.ToDictionary(
                static a => a.Alias.Name, static a => Value($"{a.Alias.Provider}/{a.Alias.Model}/{a.Alias.Domain}", "provider_file"), StringComparer.Ordinal),
            endpointCaps = Value(
                endpoints.ToDictionary(
                    static e => e.Key,
                    static e => new
                    {
                        cap = e.Min(static a => a.Alias.Cap),
                        aliases = e.Select(static a => a.Alias.Name).ToArray(),
                        rawCaps = e.ToDictionary(static a => a.Alias.Name, static a => a.Alias.Cap, StringComparer.Ordinal),
                        mergeRule = "min_same_endpoint",
                    },
                    StringComparer.Ordinal),
                "provider_file"),
            initialLimits = Value(endpoints.ToDictionary(static e => e.Key, static e => e.Min(static a => a.Alias.Cap), StringComparer.Ordinal), "default"),
            estimator = Value(estimator, "engine_options"),
            transportPools = Missing("connections are not bounded: permits decide how many calls are out"),
        };

    private static Dictionary<string, T> Of<T>(IEnumerable<(ModelAlias Alias, EndpointView? View)> views, Func<EndpointView, T> value) =>
        views.ToDictionary(static a => $"{a.Alias.Provider}/{a.Alias.Model}/{a.Alias.Domain}", a => value(a.View!), StringComparer.Ordinal);

    private static CapacityValue Value(object value, string source) => new(value, source);

    private static CapacityValue Missing(string reason) => new(null, "default", null, reason);
}
