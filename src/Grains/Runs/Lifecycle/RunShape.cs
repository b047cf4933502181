using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Abstractions.Models;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Output;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What a run must know of its document to lead it: no step, no template, no dataset. Immutable.</summary>
/// <param name="Columns">In document order.</param>
/// <param name="Written">Names of the columns in the result, side columns included, in order.</param>
/// <param name="Aliases">Aliases in the order of first use.</param>
/// <param name="Window">Groups open at once.</param>
/// <param name="Band">Priority class.</param>
/// <param name="RandomSeed">Seed of all sampled values.</param>
/// <param name="Labels">The document's labels.</param>
/// <param name="Output">How the result is written.</param>
/// <param name="Limits">Bounds of the whole run.</param>
/// <param name="Retry">What happens when an alias stays away.</param>
/// <param name="Shutdown">When it stops early.</param>
/// <param name="Preflight">Try every alias first.</param>
/// <param name="Prices">By alias, as they were when the run was submitted; those without one are left out.</param>
/// <param name="Events">Which events are kept: <c>none</c>, <c>jobs</c>, <c>all</c>.</param>
/// <param name="After">What its processors make of the whole result; null: nothing.</param>
/// <param name="Survivors">Exactly the rows asked for are wanted, and so many times as many may be tried; null: dropped rows are missing.</param>
internal sealed record RunShape(
    ImmutableArray<RunShapeColumn> Columns,
    ImmutableArray<string> Written,
    ImmutableArray<string> Aliases,
    RunWindow Window,
    string Band,
    ulong RandomSeed,
    ImmutableSortedDictionary<string, string> Labels,
    RunOutput Output,
    RunLimits Limits,
    RunRetry Retry,
    RunShutdown Shutdown,
    bool Preflight,
    ImmutableSortedDictionary<string, ModelPrice> Prices,
    double? Survivors,
    string Events = "jobs",
    RunShapeAfter? After = null)
{
    /// <summary>How the parts are written.</summary>
    [JsonIgnore]
    public RunOutput PartOutput => After is null ? Output : Output with { Format = "jsonl" };

    public static RunShape Of(CompiledRun run) => new(
        [.. run.Columns.Select(static c => new RunShapeColumn(c.Name, c.Kind, c.Alias, c.Upstream))],
        [.. run.Columns.Where(static c => !c.Drop).SelectMany(static c => c.SideColumns.Prepend(c.Name)).Where(name => !run.Processors.Dropped.Contains(name))],
        [.. run.Columns.Select(static c => c.Alias).OfType<string>().Distinct(StringComparer.Ordinal)],
        run.Window,
        run.Band,
        run.RandomSeed,
        run.Labels,
        run.Output,
        run.Limits,
        run.Retry,
        run.Shutdown,
        run.Preflight,
        run.Prices,
        run.Survivors,
        run.Events,
        run.Processors.After is { } after ? new RunShapeAfter(after.Asks, after.Columns) : null);

    /// <summary>As it is stored and sent: JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Compact);

    /// <exception cref="JsonException">It is no shape.</exception>
    public static RunShape FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<RunShape>(json, RunJson.Compact) ?? throw new JsonException("The shape of a run is null.");
}
