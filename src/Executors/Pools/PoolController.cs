namespace Granary.Executors.Pools;

/// <summary>
/// The bookkeeping of one pool: places, waiting room, queues, lanes, counts. Pure: a command and the time in, effects out; the pool's shell holds its
/// lock around every call. Life of a task: it takes a place (or waits outside, in arrival order, or is rejected); a free lane takes the
/// oldest task that may run on it, so of two tasks that may run on a lane none is passed over for a younger one; its end frees its place and
/// its lane. A task given up while it runs frees its place at once and its lane when its work ends.
/// </summary>
internal sealed class PoolController
{
    private readonly ExecutorPoolSettings _settings;
    private readonly long _overflowTicks;
    private readonly LinkedList<PoolTask> _outside = new();
    private readonly LinkedList<PoolTask> _shared = new();
    private readonly LinkedList<PoolTask>[] _keyed;
    private readonly PoolTask?[] _lanes;
    private readonly SortedSet<int> _free;
    private long _arrivals;
    private long _completed;
    private long _failed;
    private long _cancelled;
    private long _rejected;
    private int _queued;
    private int _running;
    private int _stopping;
    private bool _stopped;

    /// <summary>A pool at rest; <paramref name="ticksPerSecond"/> is the unit of the times it is given.</summary>
    public PoolController(ExecutorPoolSettings settings, long ticksPerSecond)
    {
        _settings = settings;
        _overflowTicks = (long)(settings.Options.OverflowTimeout.TotalSeconds * ticksPerSecond);
        _lanes = new PoolTask?[settings.Lanes];
        _keyed = [.. Enumerable.Range(0, settings.Lanes).Select(static _ => new LinkedList<PoolTask>())];
        _free = [.. Enumerable.Range(0, settings.Lanes)];
    }

    /// <summary>When the next waiter's time is over; null if no waiter has one.</summary>
    public long? NextTimeout => _settings.Overflow == ExecutorOverflow.Timed ? _outside.First?.Value.WaitsUntil : null;

    /// <summary>Nothing has a place and no lane is taken.</summary>
    public bool IsIdle => _queued + _running + _stopping == 0;

    /// <summary>Lanes taken by work that was given up.</summary>
    public int Stopping => _stopping;

    /// <summary>Hands a task in.</summary>
    public void Submit(PoolTask task, long now, List<PoolEffect> effects)
    {
        task.SubmittedAt = now;
        if (_stopped)
        {
            Reject(task, ExecutorFailureCodes.Stopped, effects);
        }
        else if (_outside.Count == 0 && HasPlace)
        {
            GivePlace(task);
            StartQueued(now, effects);
        }
        else if (_settings.Overflow == ExecutorOverflow.Fail || _outside.Count >= _settings.Options.MaxWaiters)
        {
            Reject(task, ExecutorFailureCodes.Overloaded, effects);
        }
        else
        {
            task.State = PoolTaskState.Waiting;
            task.WaitsUntil = now + _overflowTicks;
            _outside.AddLast(task.Node);
        }
    }

    /// <summary>The caller gives a task up, wherever it is; no effect if it has ended.</summary>
    public void Cancel(PoolTask task, long now, List<PoolEffect> effects) => GiveUp(task, ExecutorFailureCodes.Cancelled, now, effects);

    /// <summary>The work of a task has ended and its lane is free.</summary>
    public void Finish(PoolTask task, bool succeeded, long now, List<PoolEffect> effects)
    {
        _lanes[task.Lane] = null;
        _free.Add(task.Lane);
        if (task.State == PoolTaskState.Stopping)
        {
            _stopping--;
            task.State = PoolTaskState.Ended;
        }
        else
        {
            _running--;
            _completed += succeeded ? 1 : 0;
            _failed += succeeded ? 0 : 1;
            task.State = PoolTaskState.Ended;
            effects.Add(succeeded
                ? new PoolEffect(PoolEffectKind.Settle, task, ExecutorStatus.Completed)
                : new PoolEffect(PoolEffectKind.Settle, task, ExecutorStatus.Failed, ExecutorFailureCodes.Failed));
        }

        LetIn();
        StartQueued(now, effects);
    }

    /// <summary>Rejects waiters whose time is over.</summary>
    public void Expire(long now, List<PoolEffect> effects)
    {
        while (NextTimeout <= now)
        {
            var task = _outside.First!.Value;
            _outside.RemoveFirst();
            Reject(task, ExecutorFailureCodes.Overloaded, effects);
        }
    }

    /// <summary>Takes nothing more; waiters are rejected, tasks with a place go on.</summary>
    public void Stop(List<PoolEffect> effects)
    {
        _stopped = true;
        while (_outside.First is { } first)
        {
            _outside.RemoveFirst();
            Reject(first.Value, ExecutorFailureCodes.Stopped, effects);
        }
    }

    /// <summary>After <see cref="Stop"/>: gives up every task that has a place; returns how many.</summary>
    public int GiveUpAll(long now, List<PoolEffect> effects)
    {
        var tasks = _lanes.Where(static task => task is { State: PoolTaskState.Running }).Cast<PoolTask>()
            .Concat(_shared).Concat(_keyed.SelectMany(static queue => queue)).ToList();

        // Queued ones first: the end of a running one must not start them.
        foreach (var task in tasks.OrderBy(static task => task.State == PoolTaskState.Running))
        {
            GiveUp(task, ExecutorFailureCodes.Stopped, now, effects);
        }

        return tasks.Count;
    }

    /// <summary>The counts.</summary>
    public ExecutorPoolSnapshot Snapshot() => new(
        _settings.Name, _settings.Kind, _arrivals, _completed, _failed, _cancelled, _rejected, _queued, _running, _stopping, _outside.Count)
    {
        State = _stopped ? ExecutorPoolState.Stopping : ExecutorPoolState.Ready,
    };

    private bool HasPlace => _queued + _running < _settings.Options.MaxPending;

    private void GiveUp(PoolTask task, string code, long now, List<PoolEffect> effects)
    {
        switch (task.State)
        {
            case PoolTaskState.Waiting:
                _outside.Remove(task.Node);
                task.State = PoolTaskState.Ended;
                break;
            case PoolTaskState.Queued:
                task.Node.List!.Remove(task.Node);
                _queued--;
                _cancelled++;
                task.State = PoolTaskState.Ended;
                break;
            case PoolTaskState.Running:
                _running--;
                _stopping++;
                _cancelled++;
                task.State = PoolTaskState.Stopping;
                effects.Add(new PoolEffect(PoolEffectKind.Interrupt, task));
                break;
            default:
                return;
        }

        effects.Add(new PoolEffect(PoolEffectKind.Settle, task, ExecutorStatus.Cancelled, code));
        LetIn();
        StartQueued(now, effects);
    }

    private void Reject(PoolTask task, string code, List<PoolEffect> effects)
    {
        _rejected++;
        task.State = PoolTaskState.Ended;
        effects.Add(new PoolEffect(PoolEffectKind.Settle, task, ExecutorStatus.Rejected, code));
    }

    private void LetIn()
    {
        while (HasPlace && _outside.First is { } first)
        {
            _outside.RemoveFirst();
            GivePlace(first.Value);
        }
    }

    private void GivePlace(PoolTask task)
    {
        task.State = PoolTaskState.Queued;
        task.Arrival = ++_arrivals;
        _queued++;
        (task.KeyedLane < 0 ? _shared : _keyed[task.KeyedLane]).AddLast(task.Node);
    }

    private void StartQueued(long now, List<PoolEffect> effects)
    {
        if (_queued == 0 || _free.Count == 0)
        {
            return;
        }

        List<int> taken = [];
        foreach (var lane in _free)
        {
            if (OldestFor(lane) is not { } task)
            {
                continue;
            }

            task.Node.List!.Remove(task.Node);
            task.State = PoolTaskState.Running;
            task.Lane = lane;
            task.StartedAt = now;
            _lanes[lane] = task;
            _queued--;
            _running++;
            taken.Add(lane);
            effects.Add(new PoolEffect(PoolEffectKind.Start, task));
        }

        _free.ExceptWith(taken);
    }

    private PoolTask? OldestFor(int lane)
    {
        var shared = _shared.First?.Value;
        var keyed = _keyed[lane].First?.Value;
        return shared is null || keyed?.Arrival < shared.Arrival ? keyed : shared;
    }
}
