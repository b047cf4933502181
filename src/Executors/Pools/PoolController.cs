using Granary.Abstractions.Executors;

namespace Granary.Executors.Pools;

/// <summary>
/// The bookkeeping of one pool: places, waiting room, queues, lanes, counts (here), workers (<c>.Workers</c>) and when to start them (<c>.Starts</c>).
/// Pure: a command and the time since the pool was made in, effects out; the pool's shell holds its lock around every call and performs the effects
/// outside of it. Life of a task: it takes a place (or waits outside, in arrival order, or is rejected); a free lane takes the oldest task that may run on
/// it, so of two tasks that may run on a lane none is passed over for a younger one; its end frees its place and its lane. A task given up while it runs
/// frees its place at once, and its lane when its handler ends or is ended. A task whose worker is lost fails, or runs once more if it may.
/// </summary>
internal sealed partial class PoolController
{
    private readonly DueQueue _due = new();
    private readonly TaskQueue _queue;
    private readonly LinkedList<PoolTask> _outside = new();
    private readonly WorkerSlot[] _slots;
    private readonly SortedSet<(int Running, int Number)> _open = [];
    private readonly List<int> _touched = [];
    private readonly LinkedList<PoolTask> _stuck = new();
    private ExecutorPoolSettings _settings;
    private long _arrivals;
    private long _completed;
    private long _failed;
    private long _cancelled;
    private long _rejected;
    private long _started;
    private TimeSpan _runTime;
    private TimeSpan _waitTime;
    private int _running;
    private int _stopping;
    private int _abandoned;
    private bool _stopped;
    private bool _givesUp;

    public PoolController(ExecutorPoolSettings settings)
    {
        _settings = settings;
        var (workers, lanes) = Shape(settings);
        _slots = [.. Enumerable.Range(0, workers).Select(number => new WorkerSlot(number, lanes))];
        _queue = new TaskQueue(settings, workers * lanes, isSpread: settings.Kind != ExecutorKind.Remote);
        _emptySlots = workers;
        if (!HasProcesses)
        {
            foreach (var slot in _slots)
            {
                SetCurrent(slot, new PoolWorker(0, slot) { Phase = WorkerPhase.Ready, ReadyAt = TimeSpan.Zero });
                Rank(slot);
            }
        }
    }

    /// <summary>Lanes that keys are spread over; 0 where the lanes are elsewhere.</summary>
    public int KeyedLanes => _settings.Kind == ExecutorKind.Remote ? 0 : _settings.Lanes;

    /// <summary>When <see cref="Tick"/> is to be called next; null if nothing is due.</summary>
    public TimeSpan? NextDue => _due.Next;

    /// <summary>Entries kept for what is due, for tests.</summary>
    internal int DueEntries => _due.Entries;

    /// <summary>Nothing has a place and no lane is taken.</summary>
    public bool IsIdle => _queue.Count + _running + _stopping == 0;

    /// <summary>Lanes taken by work that was given up, and threads given up to such work.</summary>
    public int StillRunning => _stopping + _abandoned;

    /// <summary>Hands a task in.</summary>
    public void Submit(PoolTask task, TimeSpan now, List<PoolEffect> effects)
    {
        task.SubmittedAt = now;
        task.Deadline = now + task.TimeLeft;
        if (_stopped)
        {
            Reject(task, TaskFailureCodes.Stopped, effects);
        }
        else if (IsUnhealthy && !_settings.WaitsWhenUnhealthy)
        {
            Reject(task, TaskFailureCodes.Unhealthy, effects, RetryAfter(now));
        }
        else if (_outside.Count == 0 && HasPlace)
        {
            GivePlace(task, now);
            Dispatch(now, effects);
        }
        else if (_settings.Overflow == ExecutorOverflow.Fail || _outside.Count >= _settings.Options.MaxWaiters)
        {
            Reject(task, TaskFailureCodes.Overloaded, effects, RetryAfter(now));
        }
        else
        {
            task.State = PoolTaskState.Waiting;
            task.Waited = true;
            _outside.AddLast(task.Node);
            _due.Arm(task, Earlier(task.Deadline, _settings.Overflow == ExecutorOverflow.Timed ? now + _settings.Options.OverflowTimeout : null));
        }
    }

    /// <summary>Hands a task in that cannot be carried out as it is: it is submitted and failed in one step and takes no place.</summary>
    public void SubmitFailed(PoolTask task, string code, TimeSpan now, List<PoolEffect> effects)
    {
        task.SubmittedAt = now;
        if (_stopped)
        {
            Reject(task, TaskFailureCodes.Stopped, effects);
            return;
        }

        task.Arrival = ++_arrivals;
        Settle(task, ExecutorStatus.Failed, code, now, effects);
    }

    /// <summary>The caller gives a task up, wherever it is; no effect if it has ended.</summary>
    public void Cancel(PoolTask task, TimeSpan now, List<PoolEffect> effects)
    {
        GiveUp(task, TaskFailureCodes.Cancelled, now, effects);
        Advance(now, effects);
    }

    /// <summary>The handler of a task has ended in this worker; <paramref name="code"/> says why it failed, null if it returned.</summary>
    public void Finish(PoolTask task, PoolWorker worker, string? code, TimeSpan now, List<PoolEffect> effects)
    {
        if (task.IsAbandoned)
        {
            task.IsAbandoned = false;
            _abandoned--;
            EscalateStuck(effects);
        }
        else if (task.Worker == worker && task.State is PoolTaskState.Running or PoolTaskState.Stopping && worker.Phase != WorkerPhase.Killed)
        {
            worker.Finished++;
            ReleaseLane(task, now);
            if (task.State == PoolTaskState.Stopping)
            {
                EndStopping(task);
            }
            else
            {
                _running--;
                Settle(task, code is null ? ExecutorStatus.Completed : ExecutorStatus.Failed, code, now, effects);
            }

            AfterTask(worker, now, effects);
        }

        Advance(now, effects);
    }

    /// <summary>Does what has become due.</summary>
    public void Tick(TimeSpan now, List<PoolEffect> effects)
    {
        while (_due.TakeDue(now) is { } due)
        {
            switch (due)
            {
                case PoolTask task:
                    TaskDue(task, now, effects);
                    break;
                case PoolWorker worker:
                    WorkerDue(worker, now, effects);
                    break;
                default:
                    // A slot or the open state may try again: that is looked at below.
                    _startsDue = true;
                    break;
            }
        }

        Advance(now, effects);
    }

    /// <summary>Takes nothing more; waiters are rejected, tasks with a place go on.</summary>
    public void Stop(List<PoolEffect> effects)
    {
        _stopped = true;
        RejectOutside(TaskFailureCodes.Stopped, null, effects);
    }

    /// <summary>After <see cref="Stop"/>: gives up every task that has a place, or only those not started; returns how many.</summary>
    public int GiveUpAll(bool running, TimeSpan now, List<PoolEffect> effects)
    {
        _givesUp |= running;

        // Queued ones first: the end of a running one must not start them.
        var tasks = _queue.All().ToList();
        tasks.AddRange(running ? _slots.SelectMany(static slot => slot.Tasks()).Where(static task => task.State == PoolTaskState.Running) : []);
        foreach (var task in tasks)
        {
            GiveUp(task, TaskFailureCodes.Stopped, now, effects);
        }

        Advance(now, effects);
        return tasks.Count;
    }

    /// <summary>Other settings from now on; only those that may change at run time differ.</summary>
    public void Change(ExecutorPoolSettings settings, TimeSpan now, List<PoolEffect> effects)
    {
        _settings = settings;
        _startsDue = true;
        Advance(now, effects);
    }

    /// <summary>Starts nothing more on a lane, or goes on with it (null).</summary>
    public void Pause(int lane, string? reason, TimeSpan now, List<PoolEffect> effects)
    {
        var slot = SlotOf(lane);
        slot.Pause(lane, reason);
        _queue.Pause(lane, reason);
        Rank(slot);
        _touched.Add(lane);
        Advance(now, effects);
    }

    private bool HasPlace => _queue.Count + _running < _settings.Options.MaxPending;

    private static (int Workers, int Lanes) Shape(ExecutorPoolSettings settings) => settings.Kind == ExecutorKind.Remote
        ? ((settings.Options.MaxPending + 63) / 64, 64)
        : (settings.MaxWorkers, settings.LanesPerWorker);

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    private WorkerSlot SlotOf(int lane) => _slots[lane / _slots[0].Lanes];

    /// <summary>What may follow from any change: workers start, waiters enter, queued tasks start or, without hope, fail.</summary>
    private void Advance(TimeSpan now, List<PoolEffect> effects)
    {
        LetIn(now);
        Dispatch(now, effects);
        if (IsUnhealthy && !_settings.WaitsWhenUnhealthy && (_queue.Count > 0 || _outside.Count > 0))
        {
            FailWaiting(now, effects);
        }
    }

    private void TaskDue(PoolTask task, TimeSpan now, List<PoolEffect> effects)
    {
        switch (task.State)
        {
            case PoolTaskState.Waiting:
                _outside.Remove(task.Node);
                Reject(task, TaskFailureCodes.Overloaded, effects, RetryAfter(now));
                break;
            case PoolTaskState.Queued or PoolTaskState.Running:
                GiveUp(task, TaskFailureCodes.TimedOut, now, effects);
                break;
            case PoolTaskState.Stopping:
                Escalate(task, now, effects);
                break;
        }
    }

    private void GiveUp(PoolTask task, string code, TimeSpan now, List<PoolEffect> effects)
    {
        var status = string.Equals(code, TaskFailureCodes.TimedOut, StringComparison.Ordinal) ? ExecutorStatus.Failed : ExecutorStatus.Cancelled;
        switch (task.State)
        {
            case PoolTaskState.Waiting:
                _outside.Remove(task.Node);
                break;
            case PoolTaskState.Queued:
                _queue.Remove(task);
                break;
            case PoolTaskState.Running:
                _running--;
                _stopping++;
                break;
            default:
                return;
        }

        var ran = task.State == PoolTaskState.Running;
        Settle(task, status, code, now, effects);
        if (ran)
        {
            task.State = PoolTaskState.Stopping;
            _due.Arm(task, _settings.Kind is ExecutorKind.Thread or ExecutorKind.Process ? now + _settings.Options.Grace : null);
            effects.Add(new PoolEffect(PoolEffectKind.Interrupt, task, Code: code));
            AfterGiveUp(task.Worker!, now, effects);
        }
    }

    /// <summary>Ends a task for its caller and counts it. What it still holds is the business of whoever calls this.</summary>
    private void Settle(
        PoolTask task, ExecutorStatus status, string? code, TimeSpan now, List<PoolEffect> effects, string? detail = null, TimeSpan? retryAfter = null)
    {
        if (task.HadPlace)
        {
            _completed += status == ExecutorStatus.Completed ? 1 : 0;
            _failed += status == ExecutorStatus.Failed ? 1 : 0;
            _cancelled += status == ExecutorStatus.Cancelled ? 1 : 0;
            _runTime += now - (task.StartedAt ?? now);
        }

        task.State = PoolTaskState.Ended;
        _due.Arm(task, null);
        effects.Add(new PoolEffect(PoolEffectKind.Settle, task, null, status, code, detail, retryAfter));
    }

    private void Reject(PoolTask task, string code, List<PoolEffect> effects, TimeSpan? retryAfter = null)
    {
        _rejected++;
        Settle(task, ExecutorStatus.Rejected, code, task.SubmittedAt, effects, retryAfter: retryAfter);
    }

    private void RejectOutside(string code, TimeSpan? retryAfter, List<PoolEffect> effects)
    {
        while (_outside.First is { } first)
        {
            _outside.RemoveFirst();
            Reject(first.Value, code, effects, retryAfter);
        }
    }

    private void FailWaiting(TimeSpan now, List<PoolEffect> effects)
    {
        var retryAfter = RetryAfter(now);
        foreach (var task in _queue.All().ToList())
        {
            _queue.Remove(task);
            Settle(task, ExecutorStatus.Failed, TaskFailureCodes.Unhealthy, now, effects, retryAfter: retryAfter);
        }

        RejectOutside(TaskFailureCodes.Unhealthy, retryAfter, effects);
    }

    private void LetIn(TimeSpan now)
    {
        while (HasPlace && _outside.First is { } first)
        {
            _outside.RemoveFirst();
            GivePlace(first.Value, now);
        }
    }

    private void GivePlace(PoolTask task, TimeSpan now)
    {
        task.Arrival = ++_arrivals;
        Enqueue(task, first: false, now);
    }

    private void Enqueue(PoolTask task, bool first, TimeSpan now)
    {
        task.State = PoolTaskState.Queued;
        _due.Arm(task, task.Deadline);
        _queue.Add(task, first, now);
        if (task.KeyedLane >= 0)
        {
            _touched.Add(task.KeyedLane);
        }
    }
}
