using Granary.Scheduling.RowGroups;

namespace Granary.Scheduling.Recovery;

/// <summary>
/// The failed tasks of one row group. A retryable failure sets a task aside; when the group has nothing in flight any more its deferred tasks
/// re-enter, a bounded number of times each; a preserved failure lets it re-enter at an instant, unbounded. Everything else, and what is
/// exhausted, costs the row, or the group where the task works on all of it. Other groups go on meanwhile: this is state of one group. Not
/// thread-safe.
/// </summary>
public sealed class RowGroupRecovery
{
    private const double ShortestPause = 0.05;
    private readonly int _rounds;
    private readonly Dictionary<ReadyTask, DeferredTask> _tasks = [];

    /// <summary>Nothing has failed.</summary>
    /// <param name="salvageRounds">How often a task re-enters after retryable failures, at least 1.</param>
    public RowGroupRecovery(int salvageRounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(salvageRounds, 1);
        _rounds = salvageRounds;
    }

    /// <summary>Tasks set aside until the group stalls.</summary>
    public int Deferred { get; private set; }

    /// <summary>Tasks set aside until an instant.</summary>
    public int Preserved { get; private set; }

    /// <summary>The earliest instant, in seconds, at which a preserved task re-enters; null: there is none.</summary>
    public double? NextReentry
    {
        get
        {
            double? next = null;
            foreach (var task in _tasks.Values)
            {
                if (task.State == DeferredState.UntilInstant && !(next <= task.ReenterAt))
                    next = task.ReenterAt;
            }

            return next;
        }
    }

    /// <summary>A task has failed: decides what becomes of it, and keeps it if it shall re-enter.</summary>
    /// <param name="task">The task.</param>
    /// <param name="failure">How.</param>
    /// <param name="wholeGroup">Its failure concerns all rows: seed, from-scratch and batch.</param>
    /// <param name="now">Seconds.</param>
    public RecoveryDecision Failed(ReadyTask task, TaskFailure failure, bool wholeGroup, double now)
    {
        if (!_tasks.TryGetValue(task, out var known))
            known = new DeferredTask(wholeGroup);
        else if (known.State != DeferredState.Out)
            throw new InvalidOperationException($"{task} is set aside already; it cannot have run.");

        if (failure.Preserved)
        {
            var pause = Math.Max(ShortestPause, failure.RetryAfter?.TotalSeconds ?? 0);
            var log = known.Cycles % 10 == 0;
            _tasks[task] = known with { State = DeferredState.UntilInstant, ReenterAt = now + pause, Cycles = known.Cycles + 1 };
            Preserved++;
            return new RecoveryDecision(RecoveryKind.Preserved, ReenterAt: now + pause, Log: log);
        }

        if (!failure.Retryable || known.Rounds >= _rounds)
        {
            _tasks.Remove(task);
            return new RecoveryDecision(wholeGroup ? RecoveryKind.DropGroup : RecoveryKind.DropRow, Exhausted: failure.Retryable);
        }

        _tasks[task] = known with { State = DeferredState.UntilStalled };
        Deferred++;
        return new RecoveryDecision(RecoveryKind.Deferred);
    }

    /// <summary>A task has succeeded, or was skipped: its earlier failures are forgotten.</summary>
    public void Succeeded(ReadyTask task) => Forget(task);

    /// <summary>A row is gone, with what was set aside of it.</summary>
    public void DropRow(int row)
    {
        foreach (var task in _tasks.Keys)
        {
            if (task.Row == row)
                Forget(task);
        }
    }

    /// <summary>The group is closed or given up: nothing re-enters.</summary>
    public void Clear()
    {
        _tasks.Clear();
        (Deferred, Preserved) = (0, 0);
    }

    /// <summary>The group waits for nothing but its own deferred tasks.</summary>
    /// <param name="inFlight">Tasks of the group that hold a lease; a caller may count queued ones too, to give them their chance first.</param>
    public bool IsStalled(int inFlight) => Deferred > 0 && inFlight == 0;

    /// <summary>Lets the deferred tasks of a stalled group re-enter.</summary>
    /// <param name="granted">How many the run's <see cref="RetryBudget"/> gave of the <see cref="Deferred"/> asked for.</param>
    public Salvage Salvage(int granted)
    {
        var again = new List<SalvagedTask>();
        var over = new List<SalvagedTask>();
        var waiting = _tasks.Where(entry => entry.Value.State == DeferredState.UntilStalled).OrderBy(entry => (entry.Key.Row, entry.Key.Column)).ToArray();
        foreach (var (task, deferred) in waiting)
        {
            var salvaged = new SalvagedTask(task, deferred.Rounds + 1, deferred.WholeGroup);
            if (again.Count < granted)
            {
                _tasks[task] = deferred with { State = DeferredState.Out, Rounds = salvaged.Round };
                again.Add(salvaged);
            }
            else
            {
                _tasks.Remove(task);
                over.Add(salvaged);
            }
        }

        Deferred = 0;
        return new Salvage([.. again], [.. over]);
    }

    /// <summary>Preserved tasks whose instant has come; they re-enter like new work.</summary>
    public IReadOnlyList<ReadyTask> Due(double now) => Reenter((_, deferred) => deferred.ReenterAt <= now);

    /// <summary>Capacity of these tasks' keys has changed: they re-enter without waiting for their instant.</summary>
    public IReadOnlyList<ReadyTask> Wake(Func<ReadyTask, bool> affected) => Reenter((task, _) => affected(task));

    private ReadyTask[] Reenter(Func<ReadyTask, DeferredTask, bool> chosen)
    {
        if (Preserved == 0)
            return [];

        ReadyTask[] back =
        [
            .. _tasks.Where(entry => entry.Value.State == DeferredState.UntilInstant && chosen(entry.Key, entry.Value))
                .OrderBy(entry => (entry.Value.ReenterAt, entry.Key.Row, entry.Key.Column))
                .Select(entry => entry.Key),
        ];
        foreach (var task in back)
        {
            _tasks[task] = _tasks[task] with { State = DeferredState.Out };
        }

        Preserved -= back.Length;
        return back;
    }

    private void Forget(ReadyTask task)
    {
        if (!_tasks.Remove(task, out var known))
            return;

        if (known.State == DeferredState.UntilStalled)
            Deferred--;
        else if (known.State == DeferredState.UntilInstant)
            Preserved--;
    }
}
