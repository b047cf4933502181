using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>Where an open row group stands.</summary>
/// <param name="Group">Its number.</param>
/// <param name="Session">The activation that reports; an older session than the newest known is told to leave.</param>
/// <param name="Epoch">Run epoch it was opened in.</param>
/// <param name="Phase">Closed set, see <see cref="RowGroupPhase"/>.</param>
/// <param name="Totals">Counts so far, durable cells only.</param>
/// <param name="FirstOutcome">Number of the first of <paramref name="Outcomes"/>, counted from the session's start.</param>
/// <param name="Outcomes">Latest outcomes that count for early shutdown, in order: 1 a success, 0 a failure. Reports may overlap.</param>
/// <param name="Dropped">Some of the rows dropped since the last report, at most ten.</param>
/// <param name="Troubles">Aliases that refuse without a success in between.</param>
/// <param name="Blocked">Layer that holds queued work back at this moment, or null.</param>
/// <param name="Fault">Set when <paramref name="Phase"/> is faulted.</param>
/// <param name="Load">For a run with an adaptive window; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("granary.RowGroupReport")]
public sealed record RowGroupReport(
    [property: Id(0)] long Group,
    [property: Id(1)] int Session,
    [property: Id(2)] int Epoch,
    [property: Id(3)] RowGroupPhase Phase,
    [property: Id(4)] RowGroupTotals Totals,
    [property: Id(5)] long FirstOutcome,
    [property: Id(6)] ImmutableArray<byte> Outcomes,
    [property: Id(7)] ImmutableArray<DroppedRowNote> Dropped,
    [property: Id(8)] ImmutableArray<AliasTrouble> Troubles,
    [property: Id(9)] RunLimitedBy? Blocked,
    [property: Id(10)] RowGroupFault? Fault,
    [property: Id(11)] RowGroupLoad? Load);
