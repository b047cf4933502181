using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;

namespace Granary.Grains.Runs.Progress;

/// <summary>How fast a run goes and what holds it back: windows over the counts of its groups. Not thread-safe.</summary>
internal sealed class RunProgress(RunShape shape)
{
    private static readonly TimeSpan _rateWindow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _etaWindow = TimeSpan.FromSeconds(60);
    private const int TallySamples = 60;
    private const int RowsCounter = 0;
    private const int CellsCounter = 1;
    private const int FirstColumnCounter = 2;

    private readonly RateWindow _recent = new(_rateWindow);
    private readonly RateWindow _minute = new(_etaWindow);
    private readonly LimitTally _limits = new(TallySamples);
    private readonly long[][] _sealedLatency = NewLatencies(shape.Columns.Length);
    private DateTimeOffset? _since;
    private long _cellsAtStart;

    /// <summary>Cells that count as made: done and skipped ones.</summary>
    public static long Made(RowGroupColumnTotals column) => column.Done + column.Skipped;

    /// <summary>One sample a second while the run is running.</summary>
    public void Tick(RowGroupTotals totals, IReadOnlyCollection<OpenGroup> open, DateTimeOffset now)
    {
        var counters = new long[FirstColumnCounter + totals.Columns.Length];
        counters[RowsCounter] = totals.RowsDone;
        for (var i = 0; i < totals.Columns.Length; i++)
        {
            counters[FirstColumnCounter + i] = Made(totals.Columns[i]);
            counters[CellsCounter] += counters[FirstColumnCounter + i];
        }

        if (_since is null)
        {
            (_since, _cellsAtStart) = (now, counters[CellsCounter]);
        }

        _recent.Sample(now, counters);
        _minute.Sample(now, counters);
        _limits.Sample(open.Select(static g => g.Blocked).FirstOrDefault(static b => b is not null));
    }

    /// <summary>The run stands still: what was measured says nothing about how it goes on.</summary>
    public void Stop()
    {
        _since = null;
        _recent.Clear();
        _minute.Clear();
        _limits.Clear();
    }

    /// <summary>Keeps the latencies of a group that goes.</summary>
    public void Keep(RowGroupTotals last)
    {
        for (var i = 0; i < last.Columns.Length && i < _sealedLatency.Length; i++)
        {
            LatencyBuckets.Add(_sealedLatency[i], last.Columns[i].Latency);
        }
    }

    public double MedianMilliseconds(int column, IReadOnlyCollection<OpenGroup> open)
    {
        Span<long> counts = stackalloc long[LatencyBuckets.Count];
        _sealedLatency[column].CopyTo(counts);
        foreach (var group in open)
        {
            if (group.Totals is { } totals)
            {
                LatencyBuckets.Add(counts, totals.Columns[column].Latency);
            }
        }

        return LatencyBuckets.MedianMilliseconds(counts);
    }

    public RunRate Rate() => new(
        Math.Round(_recent.PerSecond(RowsCounter), 1), Math.Round(_recent.PerSecond(CellsCounter), 1), (long)_rateWindow.TotalMilliseconds);

    public RunLimitedBy? LimitedBy() => _limits.Strongest();

    /// <summary>The estimate of the end; null while the run stands still.</summary>
    public RunEta? Eta(RowGroupTotals totals, long rows, DateTimeOffset now)
    {
        if (_since is not { } since)
        {
            return null;
        }

        long cells = 0;
        var columns = new List<EtaColumn>(shape.Columns.Length);
        for (var i = 0; i < shape.Columns.Length; i++)
        {
            var made = Made(totals.Columns[i]);
            cells += made;
            var column = shape.Columns[i];
            var left = Math.Max(0, rows - made - totals.Columns[i].Failed);
            columns.Add(new EtaColumn(column.Name, column.Alias, column.Upstream, left, _minute.PerSecond(FirstColumnCounter + i)));
        }

        return EtaEstimate.Of(columns, cells - _cellsAtStart, now - since, now);
    }

    private static long[][] NewLatencies(int columns)
    {
        var latencies = new long[columns][];
        for (var i = 0; i < columns; i++)
        {
            latencies[i] = new long[LatencyBuckets.Count];
        }

        return latencies;
    }
}
