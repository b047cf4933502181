using Granary.Abstractions.Executors;

namespace Granary.Executors.Pools;

/// <summary>The life of workers.</summary>
internal sealed partial class PoolController
{
    private readonly Dictionary<long, PoolWorker> _workers = [];
    private long _lastWorker;
    private long _restarts;
    private int _emptySlots;

    /// <summary>No worker is left.</summary>
    public bool HasNoWorkers => _workers.Count == 0;

    /// <summary>A worker can take tasks now.</summary>
    public bool IsReady => _slots.Any(static slot => slot.Current?.Phase == WorkerPhase.Ready);

    private bool HasProcesses => _settings.Kind == ExecutorKind.Process;

    /// <summary>A worker is ready for tasks.</summary>
    public void WorkerReady(PoolWorker worker, TimeSpan now, List<PoolEffect> effects)
    {
        if (worker.Phase == WorkerPhase.Starting)
        {
            worker.Phase = WorkerPhase.Ready;
            worker.ReadyAt = now;
            worker.IdleSince = now;
            var slot = worker.Slot;
            StartSucceeded(slot, now);
            if (slot.Next == worker)
            {
                var old = slot.Current;
                slot.Next = null;
                SetCurrent(slot, worker);
                if (old is not null)
                {
                    Retire(old, old.Generation < _generation ? WorkerEndCause.Reload : WorkerEndCause.Tasks, now, effects);
                }
            }

            ArmReady(worker);
            Open(slot);
            FollowReload(effects);
        }

        Advance(now, effects);
    }

    /// <summary>A worker refuses to start, or breaks the protocol; <paramref name="why"/> is a sentence.</summary>
    public void WorkerFailed(PoolWorker worker, string why, TimeSpan now, List<PoolEffect> effects)
    {
        Kill(worker, worker.Phase == WorkerPhase.Starting ? WorkerEndCause.StartFailed : WorkerEndCause.Died, why, now, effects);
        Advance(now, effects);
    }

    /// <summary>The process of a worker has ended, or could not be started; <paramref name="how"/> is a sentence.</summary>
    public void WorkerGone(PoolWorker worker, string how, TimeSpan now, double jitter, List<PoolEffect> effects)
    {
        if (_workers.Remove(worker.Id))
        {
            var failedToStart = worker.EndCause == WorkerEndCause.StartFailed
                || (worker.EndCause == WorkerEndCause.Died && (worker.ReadyAt is null || (worker.Finished == 0 && now - worker.ReadyAt < EarlyDeath)));
            if (worker.Phase != WorkerPhase.Killed)
            {
                LoseTasks(worker, worker.EndDetail ?? how, now, effects);
            }

            ReleaseLanes(worker);
            Detach(worker);
            _due.Arm(worker, null);
            worker.Phase = WorkerPhase.Killed;
            if (failedToStart && !_stopped)
            {
                StartFailed(worker, worker.EndDetail ?? how, now, jitter, effects);
            }

            _restarts += worker.EndCause is WorkerEndCause.Idle or WorkerEndCause.Stop ? 0 : 1;
            _startsDue = true;
            FollowReload(effects);
        }

        Advance(now, effects);
    }

    /// <summary>A worker has not answered for too long.</summary>
    public void WorkerSilent(PoolWorker worker, TimeSpan now, List<PoolEffect> effects)
    {
        if (worker.Phase == WorkerPhase.Ready && worker.Busy == 0)
        {
            Kill(worker, WorkerEndCause.Silence, "it did not answer its heartbeats", now, effects);
        }
        else if (worker.Phase == WorkerPhase.Ready)
        {
            worker.Phase = WorkerPhase.Unresponsive;
            Rank(worker.Slot);
        }

        Advance(now, effects);
    }

    /// <summary>A silent worker answers again.</summary>
    public void WorkerHeard(PoolWorker worker, TimeSpan now, List<PoolEffect> effects)
    {
        if (worker.Phase == WorkerPhase.Unresponsive)
        {
            worker.Phase = WorkerPhase.Ready;
            ArmReady(worker);
            Open(worker.Slot);
        }

        Advance(now, effects);
    }

    /// <summary>The resident memory of a worker.</summary>
    public void WorkerMemory(PoolWorker worker, long bytes, TimeSpan now, List<PoolEffect> effects)
    {
        worker.ResidentBytes = bytes;
        if (_settings.Options.KillAboveMemory is > 0 and var kill && bytes > kill && worker.Phase is not (WorkerPhase.Starting or WorkerPhase.Killed))
        {
            Kill(worker, WorkerEndCause.Memory, $"it took {bytes} bytes of memory, above KillAboveMemory {kill}", now, effects);
        }
        else if (_settings.Options.RecycleAboveMemory is > 0 and var recycle && bytes > recycle)
        {
            Retire(worker, WorkerEndCause.Memory, now, effects);
        }

        Advance(now, effects);
    }

    /// <summary>After the last task of a stopped pool: workers end.</summary>
    public void EndWorkers(bool kill, TimeSpan now, List<PoolEffect> effects)
    {
        _ended = true;
        foreach (var worker in _workers.Values.ToList())
        {
            if (kill || worker.Phase == WorkerPhase.Starting || worker.Busy != 0)
            {
                Kill(worker, WorkerEndCause.Stop, "the pool stops", now, effects);
            }
            else
            {
                Retire(worker, WorkerEndCause.Stop, now, effects);
            }
        }
    }

    private void WorkerDue(PoolWorker worker, TimeSpan now, List<PoolEffect> effects)
    {
        switch (worker.Phase)
        {
            case WorkerPhase.Starting:
                Kill(worker, WorkerEndCause.StartFailed, $"it was not ready within StartTimeout {_settings.Options.StartTimeout}", now, effects);
                break;
            case WorkerPhase.Draining:
                Kill(worker, worker.EndCause, "another task in it ignored its cancellation", now, effects);
                break;
            case WorkerPhase.Ending:
                Kill(worker, worker.EndCause, "it did not end when it was told to", now, effects);
                break;
            case WorkerPhase.Ready:
                ReadyDue(worker, now, effects);
                break;
        }
    }

    /// <summary>Takes no more tasks and ends when it has none.</summary>
    private void Retire(PoolWorker worker, WorkerEndCause cause, TimeSpan now, List<PoolEffect> effects)
    {
        if (worker.Phase is not (WorkerPhase.Ready or WorkerPhase.Unresponsive))
        {
            return;
        }

        worker.Phase = WorkerPhase.Draining;
        worker.EndCause = cause;
        _due.Arm(worker, null);
        Detach(worker);
        _startsDue = true;
        EndIfDone(worker, now, effects);
    }

    private void EndIfDone(PoolWorker worker, TimeSpan now, List<PoolEffect> effects)
    {
        if (worker.Phase == WorkerPhase.Draining && worker.Busy == 0)
        {
            worker.Phase = WorkerPhase.Ending;
            _due.Arm(worker, now + _settings.Options.Grace);
            effects.Add(new PoolEffect(PoolEffectKind.EndWorker, Worker: worker));
        }
    }

    /// <summary>Its running tasks are lost at once; its lanes stay taken until its end has been seen, so that no two tasks of a lane ever overlap.</summary>
    private void Kill(PoolWorker worker, WorkerEndCause cause, string detail, TimeSpan now, List<PoolEffect> effects)
    {
        if (worker.Phase == WorkerPhase.Killed)
        {
            return;
        }

        worker.EndCause = worker.EndCause == WorkerEndCause.Died ? cause : worker.EndCause;
        worker.EndDetail ??= detail;
        worker.Phase = WorkerPhase.Killed;
        _due.Arm(worker, null);
        Detach(worker);
        _startsDue = true;
        LoseTasks(worker, detail, now, effects);
        effects.Add(new PoolEffect(PoolEffectKind.KillWorker, Worker: worker));
    }

    private void LoseTasks(PoolWorker worker, string detail, TimeSpan now, List<PoolEffect> effects)
    {
        foreach (var task in worker.Slot.Tasks().Where(task => task.Worker == worker && task.State == PoolTaskState.Running).ToList())
        {
            _running--;
            if (task.MayRepeat && task.Runs < 2 && !_givesUp && !(task.Deadline <= now))
            {
                Enqueue(task, first: true, now);
            }
            else
            {
                Settle(task, ExecutorStatus.Failed, TaskFailureCodes.WorkerLost, now, effects, detail);
            }
        }
    }

    private void AfterTask(PoolWorker worker, TimeSpan now, List<PoolEffect> effects)
    {
        EndIfDone(worker, now, effects);
        AfterGiveUp(worker, now, effects);
        if (worker.Phase == WorkerPhase.Ready && worker.Busy == 0 && IsElastic)
        {
            ArmReady(worker);
        }
    }

    /// <summary>A doomed worker goes as soon as nothing that is still wanted runs in it.</summary>
    private void AfterGiveUp(PoolWorker worker, TimeSpan now, List<PoolEffect> effects)
    {
        if (worker is { IsDoomed: true, Phase: WorkerPhase.Draining }
            && !worker.Slot.Tasks().Any(task => task.Worker == worker && task.State == PoolTaskState.Running))
        {
            Kill(worker, WorkerEndCause.Cancellation, "a task ignored its cancellation", now, effects);
        }
    }

    /// <summary>The grace of a task that was given up is over and its handler still runs.</summary>
    private void Escalate(PoolTask task, TimeSpan now, List<PoolEffect> effects)
    {
        var worker = task.Worker!;
        if (_settings.Kind == ExecutorKind.Thread)
        {
            _stuck.AddLast(task.Node);
            EscalateStuck(effects);
            return;
        }

        if (worker.Phase == WorkerPhase.Killed)
        {
            return;
        }

        worker.IsDoomed = true;
        Retire(worker, WorkerEndCause.Cancellation, now, effects);
        AfterGiveUp(worker, now, effects);
        if (worker.Phase == WorkerPhase.Draining)
        {
            _due.Arm(worker, now + _settings.Options.LaneDrain);
        }
    }

    private void EscalateStuck(List<PoolEffect> effects)
    {
        while (_abandoned < _settings.MaxWorkers && _stuck.First is { Value: var task })
        {
            EndStopping(task);
            ReleaseLane(task, task.Worker!.IdleSince);
            task.IsAbandoned = true;
            _abandoned++;
            effects.Add(new PoolEffect(PoolEffectKind.Abandon, task));
        }
    }
}
