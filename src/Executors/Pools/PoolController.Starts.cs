namespace Granary.Executors.Pools;

/// <summary>
/// When workers are started. A slot without a worker gets one if fewer live than are kept without work, or if tasks wait for it; a slot whose
/// worker is about to be replaced gets the next one first. A failed start puts its slot off, and too many open the pool: one probe per delay. No state
/// lasts: whatever is put off is due at an instant.
/// </summary>
internal sealed partial class PoolController
{
    private static readonly TimeSpan EarlyDeath = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongHealth = TimeSpan.FromSeconds(60);
    private readonly StartBackoff _backoff = new();
    private long _generation;
    private bool _reloads;
    private bool _startsDue;
    private bool _ended;
    private bool _begun;

    /// <summary>The pool may start workers from now on.</summary>
    public void Begin(TimeSpan now, List<PoolEffect> effects)
    {
        _begun = true;
        _startsDue = true;
        Advance(now, effects);
    }

    /// <summary>Replaces every worker that was started before now, one by one, new before old.</summary>
    public void Reload(TimeSpan now, List<PoolEffect> effects)
    {
        _generation++;
        _reloads = true;
        _startsDue = true;
        FollowReload(effects);
        Advance(now, effects);
    }

    private bool IsElastic => _settings.MinWorkers < _settings.MaxWorkers;

    /// <summary>No task can be taken, and trying has failed: what waits would wait for luck.</summary>
    private bool IsUnhealthy => HasProcesses
        ? !_stopped && Array.Exists(_slots, static slot => slot.IsFailing) && !IsReady
            && !_workers.Values.Any(static worker => worker.Phase == WorkerPhase.Unresponsive || (worker.Phase == WorkerPhase.Starting && !worker.Slot.IsFailing))
        : _settings.Kind == ExecutorKind.Thread && _stuck.Count == _settings.Lanes;

    private TimeSpan RetryAfter(TimeSpan now)
    {
        var least = TimeSpan.FromSeconds(1);
        if (!HasProcesses || !IsUnhealthy)
        {
            return least;
        }

        var next = _backoff.IsOpen ? _backoff.ProbeAt : _slots.Where(static slot => slot.IsFailing).Min(static slot => slot.RetryAt);
        return next - now > least ? next - now : least;
    }

    private void EnsureWorkers(TimeSpan now, List<PoolEffect> effects)
    {
        if (!HasProcesses || !_begun || _ended || (_stopped && _queue.Count == 0) || (!_startsDue && (_queue.Count == 0 || _emptySlots == 0)))
        {
            return;
        }

        _startsDue = false;
        var live = _slots.Length - _emptySlots;
        var missing = _queue.Shared - _slots.Where(static slot => slot.Current?.Phase == WorkerPhase.Starting).Sum(static slot => slot.Lanes);
        foreach (var slot in _slots)
        {
            if (slot.Current is null && (live < _settings.MinWorkers || missing > 0 || HasKeyed(slot)))
            {
                // A slot that is put off counts as live: another one must not be started in its stead, or nothing would be put off.
                live++;
                missing -= slot.Lanes;
                if (MayStart(slot, now))
                {
                    SetCurrent(slot, StartWorker(slot, now, effects));
                }
            }
            else if (slot.Next is null && WantsNext(slot) && MayStart(slot, now))
            {
                slot.Next = StartWorker(slot, now, effects);
            }
        }
    }

    private bool HasKeyed(WorkerSlot slot) => Enumerable.Range(slot.FirstLane, slot.Lanes).Any(_queue.HasKeyed);

    private bool WantsNext(WorkerSlot slot)
    {
        if (slot.Current is not { Phase: WorkerPhase.Ready } current || _stopped)
        {
            return false;
        }

        var most = _settings.Options.RecycleAfterTasks;
        return (most > 0 && current.Taken > 0 && most - current.Taken <= most / 10)
            || (current.Generation < _generation && !Array.Exists(_slots, static other => other.Next is { Phase: WorkerPhase.Starting }));
    }

    private bool MayStart(WorkerSlot slot, TimeSpan now)
    {
        if (slot.RetryAt > now)
        {
            _due.Arm(slot, slot.RetryAt);
            return false;
        }

        if (!_backoff.IsOpen)
        {
            return true;
        }

        if (_workers.Values.Any(static worker => worker.Phase == WorkerPhase.Starting))
        {
            return false;
        }

        if (_backoff.ProbeAt > now)
        {
            _due.Arm(_backoff, _backoff.ProbeAt);
            return false;
        }

        return true;
    }

    private PoolWorker StartWorker(WorkerSlot slot, TimeSpan now, List<PoolEffect> effects)
    {
        var worker = new PoolWorker(++_lastWorker, slot) { Phase = WorkerPhase.Starting, StartedAt = now, Generation = _generation };
        _workers.Add(worker.Id, worker);
        _due.Arm(worker, now + _settings.Options.StartTimeout);
        effects.Add(new PoolEffect(PoolEffectKind.StartWorker, Worker: worker));
        return worker;
    }

    private void StartSucceeded(WorkerSlot slot, TimeSpan now)
    {
        slot.IsFailing = false;
        if (_backoff.IsOpen)
        {
            // The cause is gone: nobody else need wait for its own delay.
            foreach (var other in _slots)
            {
                other.RetryAt = now;
            }
        }

        _backoff.Succeeded();
        _startsDue = true;
    }

    private void StartFailed(PoolWorker worker, string error, TimeSpan now, double jitter, List<PoolEffect> effects)
    {
        var slot = worker.Slot;
        slot.Failures++;
        // A worker that was ready and died may have been killed by its task; only a second one in a row speaks against the pool.
        slot.IsFailing = worker.ReadyAt is null || slot.Failures > 1;
        slot.FailedAt = now;
        var delay = StartBackoff.Delay(slot.Failures, jitter);
        slot.RetryAt = now + delay;
        _backoff.Failed(error, now, delay);
        if (slot.Current is { Phase: WorkerPhase.Ready } current)
        {
            ArmReady(current);
        }

        if (_reloads && worker.Generation == _generation)
        {
            // Whoever asked hears of it; the try is repeated all the same, or the pool would stay half old for ever.
            _reloads = false;
            effects.Add(new PoolEffect(PoolEffectKind.ReloadEnded, Succeeded: false));
        }
    }

    private void FollowReload(List<PoolEffect> effects)
    {
        if (_reloads && Array.TrueForAll(_slots, slot => slot.Current is null || slot.Current.Generation == _generation))
        {
            _reloads = false;
            effects.Add(new PoolEffect(PoolEffectKind.ReloadEnded, Succeeded: true));
        }
    }

    private void ArmReady(PoolWorker worker)
    {
        var slot = worker.Slot;
        TimeSpan? forget = slot.Failures > 0 ? HealthyFrom(worker) + LongHealth : null;
        TimeSpan? idle = IsElastic && worker.Busy == 0 ? worker.IdleSince + _settings.Options.IdleAfter : null;
        _due.Arm(worker, Earlier(forget, idle));
    }

    private void ReadyDue(PoolWorker worker, TimeSpan now, List<PoolEffect> effects)
    {
        var slot = worker.Slot;
        if (slot.Failures > 0 && now >= HealthyFrom(worker) + LongHealth)
        {
            slot.Failures = 0;
            if (Array.TrueForAll(_slots, static other => other.Failures == 0))
            {
                _backoff.Forget();
            }
        }

        var idleUntil = worker.IdleSince + _settings.Options.IdleAfter;
        if (!IsElastic || worker.Busy != 0 || now < idleUntil)
        {
            ArmReady(worker);
        }
        else if (_slots.Length - _emptySlots > _settings.MinWorkers)
        {
            Retire(worker, WorkerEndCause.Idle, now, effects);
        }
        else if (slot.Failures > 0)
        {
            _due.Arm(worker, HealthyFrom(worker) + LongHealth);
        }
    }

    private static TimeSpan HealthyFrom(PoolWorker worker) =>
        worker.ReadyAt!.Value > worker.Slot.FailedAt ? worker.ReadyAt.Value : worker.Slot.FailedAt;
}
