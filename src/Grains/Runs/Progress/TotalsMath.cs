using System.Collections.Immutable;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Progress;

/// <summary>Sums of what row groups count.</summary>
internal static class TotalsMath
{
    public static readonly RunUsage NoUsage = new(0, 0, 0, 0, 0);

    public static RowGroupTotals Zero(int columns) => new(
        0,
        0,
        [.. Enumerable.Repeat(new RowGroupColumnTotals(0, 0, 0, 0, 0, 0, [], NoUsage), columns)],
        NoUsage,
        ImmutableSortedDictionary<string, long>.Empty,
        ImmutableSortedDictionary<string, long>.Empty);

    public static RunUsage Add(RunUsage a, RunUsage b) => new(
        a.Calls + b.Calls, a.RateLimited + b.RateLimited, a.InputTokens + b.InputTokens, a.OutputTokens + b.OutputTokens, a.Estimated + b.Estimated);

    /// <summary>The sum; latency counts are left out, they are kept beside (<see cref="LatencyBuckets"/>).</summary>
    public static RowGroupTotals Add(RowGroupTotals a, RowGroupTotals b)
    {
        var columns = ImmutableArray.CreateBuilder<RowGroupColumnTotals>(a.Columns.Length);
        for (var i = 0; i < a.Columns.Length; i++)
        {
            var (x, y) = (a.Columns[i], b.Columns[i]);
            columns.Add(new RowGroupColumnTotals(
                x.Done + y.Done,
                x.InFlight + y.InFlight,
                x.Queued + y.Queued,
                x.Deferred + y.Deferred,
                x.Failed + y.Failed,
                x.Skipped + y.Skipped,
                [],
                Add(x.Usage, y.Usage)));
        }

        return new RowGroupTotals(
            a.RowsDone + b.RowsDone,
            a.RowsDropped + b.RowsDropped,
            columns.MoveToImmutable(),
            Add(a.Usage, b.Usage),
            Add(a.Failures, b.Failures),
            Add(a.DroppedBy, b.DroppedBy));
    }

    /// <summary>What stays of a group that nobody works on: nothing in flight, queued or deferred, no latencies.</summary>
    public static RowGroupTotals AtRest(RowGroupTotals totals) => totals with
    {
        Columns = [.. totals.Columns.Select(static c => c with { InFlight = 0, Queued = 0, Deferred = 0, Latency = [] })],
    };

    /// <summary>One more of a kind.</summary>
    public static void Count(Dictionary<string, long> counts, string kind) => counts[kind] = counts.GetValueOrDefault(kind) + 1;

    private static ImmutableSortedDictionary<string, long> Add(ImmutableSortedDictionary<string, long> a, ImmutableSortedDictionary<string, long> b)
    {
        foreach (var (kind, count) in b)
        {
            a = a.SetItem(kind, a.GetValueOrDefault(kind) + count);
        }

        return a;
    }
}
