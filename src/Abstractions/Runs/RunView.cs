using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>A run as its tenant sees it. Counts are at most 1 s old while it runs and exact at the end.</summary>
/// <param name="Id">Sorts by time; prefix <c>r_</c>.</param>
/// <param name="Name">The document's name.</param>
/// <param name="Tenant">Owner.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Outcome"><c>complete</c>, <c>short</c>, <c>early_shutdown</c>; null before the end.</param>
/// <param name="Since">When this state began.</param>
/// <param name="CreatedAt">When it was submitted.</param>
/// <param name="Band">Priority class.</param>
/// <param name="Labels">The document's labels.</param>
/// <param name="Reason">Why it is paused, cancelled or failed.</param>
/// <param name="Rows">Rows by fate.</param>
/// <param name="Cells">Cells by state.</param>
/// <param name="Rate">Speed over the window.</param>
/// <param name="Eta">When it should end; null before 20 cells or 30 s, with the reason in <see cref="RunEta.Basis"/>.</param>
/// <param name="Usage">Calls and tokens.</param>
/// <param name="Columns">Progress per column, in document order.</param>
/// <param name="Failures">Count per error kind.</param>
/// <param name="Groups">Row groups by state.</param>
/// <param name="LimitedBy">What held ready work back longest in the last 60 s; null if nothing did.</param>
/// <param name="Aliases">Aliases the run calls, in the order of first use.</param>
/// <param name="Artifact">Where the result can be found; null before the first part.</param>
/// <param name="Cost">By the prices of its aliases; null when none has a price, or in several currencies.</param>
/// <param name="Retries">What is used of its retry budget.</param>
[GenerateSerializer, Immutable, Alias("granary.RunView")]
public sealed record RunView(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string Tenant,
    [property: Id(3)] RunState State,
    [property: Id(4)] string? Outcome,
    [property: Id(5)] DateTimeOffset Since,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] string Band,
    [property: Id(8)] ImmutableSortedDictionary<string, string> Labels,
    [property: Id(9)] string? Reason,
    [property: Id(10)] RunRows Rows,
    [property: Id(11)] RunCells Cells,
    [property: Id(12)] RunRate Rate,
    [property: Id(13)] RunEta? Eta,
    [property: Id(14)] RunUsage Usage,
    [property: Id(15)] ImmutableArray<RunColumnView> Columns,
    [property: Id(16)] ImmutableSortedDictionary<string, long> Failures,
    [property: Id(17)] RunGroups Groups,
    [property: Id(18)] RunLimitedBy? LimitedBy,
    [property: Id(19)] ImmutableArray<string> Aliases,
    [property: Id(20)] string? Artifact,
    [property: Id(21)] RunCost? Cost,
    [property: Id(22)] RunRetries? Retries = null);
