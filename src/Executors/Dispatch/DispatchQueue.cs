using Granary.Executors.Pools;

namespace Granary.Executors.Dispatch;

/// <summary>
/// The queue of a pool: who runs where and when. Pure: the time is an argument, the owner's lock is held around every member. Life of a task: its lane is
/// decided by its pin, else by its key, else it may run anywhere and waits in the shared queue, or under the stealing strategies in a lane's own one.
/// A lane that takes gets, of what may run on it: the head of the longest overdue level if one is overdue, else by priority and arrival, or by arrival alone.
/// Between tasks bound to the lane and tasks that may move the same order decides, so neither can shut the other out.
/// </summary>
internal sealed class DispatchQueue<T>
{
    private const double OverdueShare = 0.8;
    private const int MostStolen = 32;

    private readonly DispatchSettings _settings;
    private readonly LevelQueue<T>[] _bound;
    private readonly LevelQueue<T>[] _movable;
    private readonly string?[] _paused;
    private readonly PriorityQueue<DispatchEntry<T>, TimeSpan> _deadlines = new();
    private long _arrivals;
    private long _returns;
    private int _turn = -1;
    private DispatchCounters _counters;

    public DispatchQueue(DispatchSettings settings)
    {
        _settings = settings;
        var overdue = settings.AgingBound * OverdueShare;
        _bound = [.. Enumerable.Range(0, settings.Lanes).Select(_ => new LevelQueue<T>(overdue))];
        _movable = [.. Enumerable.Range(0, settings.Strategy.HasOwnQueues() ? settings.Lanes : 1).Select(_ => new LevelQueue<T>(overdue))];
        _paused = new string?[settings.Lanes];
    }

    /// <summary>Tasks that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Tasks that any lane may take.</summary>
    public int Movable => _movable.Sum(static queue => queue.Count);

    public DispatchCounters Counters => _counters;

    /// <summary>The nearest deadline of a waiting task; null without one.</summary>
    public TimeSpan? NextDeadline
    {
        get
        {
            DropGone();
            return _deadlines.TryPeek(out _, out var due) ? due : null;
        }
    }

    /// <summary>Tasks bound to that lane.</summary>
    public int BoundTo(int lane) => _bound[lane].Count;

    /// <summary>Tasks of that priority.</summary>
    public int CountOf(byte priority) => _bound.Concat(_movable).Sum(queue => queue.CountOf(priority));

    /// <summary>
    /// Queues a task, or says why there is no room. With <paramref name="first"/> it goes before all others of its level, for one that starts anew; it
    /// then always finds room, for it had a place before.
    /// </summary>
    public DispatchAdmission Add(T task, DispatchTags tags, TimeSpan now, out DispatchEntry<T>? entry, bool first = false)
    {
        entry = null;
        var bound = Lane(tags);
        var queue = bound >= 0 ? _bound[bound] : OwnQueue(tags);
        if (!first && Count >= _settings.MaxTasks)
        {
            return DispatchAdmission.QueueFull;
        }

        if (!first && queue.Count >= _settings.MaxTasksPerLane && (bound >= 0 || _settings.Strategy.HasOwnQueues()))
        {
            return DispatchAdmission.LaneFull;
        }

        entry = new DispatchEntry<T>(task, tags, first ? --_returns : ++_arrivals, bound >= 0 ? bound : LaneOf(queue), bound >= 0, now);
        queue.Add(entry, now);
        Count++;
        if (tags.Deadline is { } deadline)
        {
            _deadlines.Enqueue(entry, deadline);
        }

        return DispatchAdmission.Queued;
    }

    /// <summary>Takes a waiting task out, for one that is no longer wanted.</summary>
    public void Remove(DispatchEntry<T> entry)
    {
        if (entry.IsQueued)
        {
            QueueOf(entry).Remove(entry);
            Count--;
        }
    }

    /// <summary>The task that starts now on a free lane; null if none may, or the lane is paused.</summary>
    public DispatchEntry<T>? Take(int lane, TimeSpan now)
    {
        if (_paused[lane] is not null)
        {
            return null;
        }

        var movable = _movable[_movable.Length == 1 ? 0 : lane];
        if (_settings.Strategy.HasOwnQueues() && movable.Count == 0 && _bound[lane].Count == 0)
        {
            Steal(lane, now);
        }

        var entry = Next(_bound[lane], movable, now, out var overdue);
        if (entry is null)
        {
            return null;
        }

        QueueOf(entry).Start(entry, now);
        Count--;
        var wait = now - entry.QueuedAt;
        _counters = _counters with
        {
            Started = _counters.Started + 1,
            OverdueStarts = _counters.OverdueStarts + (overdue ? 1 : 0),
            TotalWait = _counters.TotalWait + wait,
            LongestWait = wait > _counters.LongestWait ? wait : _counters.LongestWait,
        };
        return entry;
    }

    /// <summary>Takes out the tasks whose deadline has passed; their owner answers them.</summary>
    public void Expire(TimeSpan now, ICollection<DispatchEntry<T>> expired)
    {
        while (NextDeadline is { } due && due <= now)
        {
            var entry = _deadlines.Dequeue();
            Remove(entry);
            expired.Add(entry);
            _counters = _counters with { Expired = _counters.Expired + 1 };
        }
    }

    /// <summary>No new task starts on the lane; what it runs ends, and what may move may be stolen.</summary>
    public void Pause(int lane, string reason) => _paused[lane] = reason;

    public void Resume(int lane) => _paused[lane] = null;

    /// <summary>Why the lane is paused; null if it is not.</summary>
    public string? PauseReason(int lane) => _paused[lane];

    /// <summary>All waiting tasks, queue by queue.</summary>
    public IEnumerable<DispatchEntry<T>> All() => _movable.Concat(_bound).SelectMany(static queue => queue.All());

    private DispatchEntry<T>? Next(LevelQueue<T> bound, LevelQueue<T> movable, TimeSpan now, out bool overdue)
    {
        overdue = false;
        if (!_settings.Strategy.HonoursPriority())
        {
            return Older(bound.Oldest, movable.Oldest);
        }

        var late = (Bound: bound.Overdue(now), Movable: movable.Overdue(now));
        if (late.Bound is not null || late.Movable is not null)
        {
            overdue = true;
            return late.Movable is null || late.Bound?.Since <= late.Movable.Value.Since ? late.Bound!.Value.Entry : late.Movable.Value.Entry;
        }

        var (one, other) = (bound.Highest, movable.Highest);
        return one is null || other is null || one.Tags.Priority == other.Tags.Priority
            ? Older(one, other)
            : one.Tags.Priority > other.Tags.Priority ? one : other;
    }

    private static DispatchEntry<T>? Older(DispatchEntry<T>? one, DispatchEntry<T>? other) =>
        one is null || other?.Arrival < one.Arrival ? other : one;

    // From the fullest: the younger half of what may move, so that the victim keeps what it starts next. A paused lane keeps nothing for itself.
    private void Steal(int thief, TimeSpan now)
    {
        _counters = _counters with { StealTries = _counters.StealTries + 1 };
        var victim = -1;
        for (var lane = 0; lane < _movable.Length; lane++)
        {
            var least = _paused[lane] is null ? 2 : 1;
            if (lane != thief && _movable[lane].Count >= least && (victim < 0 || _movable[lane].Count > _movable[victim].Count))
            {
                victim = lane;
            }
        }

        if (victim < 0)
        {
            return;
        }

        var count = Math.Min(MostStolen, Math.Max(1, _movable[victim].Count / 2));
        for (var moved = 0; moved < count; moved++)
        {
            var entry = _movable[victim].Youngest!;
            _movable[victim].Remove(entry);
            entry.Lane = thief;
            _movable[thief].Add(entry, now);
        }

        _counters = _counters with { Steals = _counters.Steals + 1, StolenTasks = _counters.StolenTasks + count };
    }

    private int Lane(DispatchTags tags)
    {
        if (tags.Pinned is { } pinned)
        {
            return pinned;
        }

        var key = string.IsNullOrEmpty(tags.Key) && _settings.Strategy == DispatchStrategy.Affinity ? tags.Connection : tags.Key;
        return string.IsNullOrEmpty(key) ? -1 : StableLane.Of(key, _settings.Lanes);
    }

    private LevelQueue<T> OwnQueue(DispatchTags tags) => _movable.Length == 1
        ? _movable[0]
        : _movable[tags.Submitter ?? (_turn = (_turn + 1) % _movable.Length)];

    private int LaneOf(LevelQueue<T> queue) => _settings.Strategy.HasOwnQueues() ? Array.IndexOf(_movable, queue) : -1;

    private LevelQueue<T> QueueOf(DispatchEntry<T> entry) =>
        entry.IsBound ? _bound[entry.Lane] : _movable[_movable.Length == 1 ? 0 : entry.Lane];

    private void DropGone()
    {
        while (_deadlines.TryPeek(out var entry, out _) && !entry.IsQueued)
        {
            _deadlines.Dequeue();
        }
    }
}
