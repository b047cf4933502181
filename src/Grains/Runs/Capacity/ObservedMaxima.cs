using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Runs.Capacity;

/// <summary>The most that was seen of everything countable in a run, since it woke up last. Kept by comparing, never by building views. Not thread-safe.</summary>
internal sealed class ObservedMaxima(RunShape shape)
{
    private readonly long[] _queued = new long[shape.Columns.Length];
    private readonly long[] _inFlight = new long[shape.Columns.Length];

    public int RowGroupsInFlight { get; private set; }

    public int RowGroupTarget { get; private set; }

    public long TasksInFlight { get; private set; }

    /// <summary>How often each reason kept the window from growing.</summary>
    public SortedDictionary<string, long> BlockReasons { get; } = new(StringComparer.Ordinal);

    /// <summary>Most tasks queued, by column.</summary>
    public IEnumerable<(string Column, long Most)> Queued => shape.Columns.Select((column, i) => (column.Name, _queued[i]));

    /// <summary>Most tasks in flight, by column.</summary>
    public IEnumerable<(string Column, long Most)> InFlight => shape.Columns.Select((column, i) => (column.Name, _inFlight[i]));

    public void Window(int open, int target)
    {
        RowGroupsInFlight = Math.Max(RowGroupsInFlight, open);
        RowGroupTarget = Math.Max(RowGroupTarget, target);
    }

    public void Blocked(string reason) => BlockReasons[reason] = BlockReasons.GetValueOrDefault(reason) + 1;

    /// <summary>A row group has told its counts.</summary>
    public void Look(IReadOnlyCollection<OpenGroup> open)
    {
        long all = 0;
        for (var i = 0; i < _queued.Length; i++)
        {
            long queued = 0, inFlight = 0;
            foreach (var group in open)
            {
                if (group.Totals is { } totals)
                {
                    queued += totals.Columns[i].Queued;
                    inFlight += totals.Columns[i].InFlight;
                }
            }

            all += inFlight;
            _queued[i] = Math.Max(_queued[i], queued);
            _inFlight[i] = Math.Max(_inFlight[i], inFlight);
        }

        TasksInFlight = Math.Max(TasksInFlight, all);
    }
}
