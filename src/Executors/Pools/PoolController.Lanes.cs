namespace Granary.Executors.Pools;

/// <summary>Lanes: who takes which task next, and how a lane comes back.</summary>
internal sealed partial class PoolController
{
    private void ReleaseLanes(PoolWorker worker)
    {
        var slot = worker.Slot;
        for (var lane = slot.FirstLane; lane < slot.FirstLane + slot.Lanes; lane++)
        {
            if ((worker.Busy & slot.Bit(lane)) == 0)
            {
                continue;
            }

            // A lost task that runs once more is on another lane, or waits for one, by now.
            if (slot.TaskOn(lane) is { State: PoolTaskState.Stopping } task && task.Worker == worker)
            {
                EndStopping(task);
            }

            slot.Release(lane);
            _touched.Add(lane);
        }

        worker.Busy = 0;
        Rank(slot);
    }

    private void Detach(PoolWorker worker)
    {
        var slot = worker.Slot;
        if (slot.Next == worker)
        {
            slot.Next = null;
        }
        else if (slot.Current == worker)
        {
            SetCurrent(slot, slot.Next);
            slot.Next = null;
        }

        Rank(slot);
    }

    private void SetCurrent(WorkerSlot slot, PoolWorker? worker)
    {
        _emptySlots += (worker is null ? 1 : 0) - (slot.Current is null ? 1 : 0);
        slot.Current = worker;
    }

    /// <summary>A worker of the slot takes tasks: every lane of it may have one waiting.</summary>
    private void Open(WorkerSlot slot)
    {
        Rank(slot);
        _touched.AddRange(Enumerable.Range(slot.FirstLane, slot.Lanes));
    }

    /// <summary>Keeps the slots with a free lane in the order in which tasks without a key take them: fewest running, then lowest number.</summary>
    private void Rank(WorkerSlot slot)
    {
        if (slot.Rank is { } old)
        {
            _open.Remove(old);
        }

        slot.Rank = slot.Current is { Phase: WorkerPhase.Ready } && slot.Free != 0 ? (slot.Taken, slot.Number) : null;
        if (slot.Rank is { } rank)
        {
            _open.Add(rank);
        }
    }

    private void Dispatch(TimeSpan now, List<PoolEffect> effects)
    {
        // By index: a start may retire a worker whose replacement is ready, which touches lanes.
        for (var index = 0; index < _touched.Count; index++)
        {
            var slot = SlotOf(_touched[index]);
            if (slot.Rank is not null && slot.IsFree(_touched[index]) && _queue.HasKeyed(_touched[index]))
            {
                StartOn(slot, _touched[index], now, effects);
            }
        }

        _touched.Clear();
        while (_queue.Shared > 0 && _open.Count > 0 && StartAny(now, effects))
        {
        }

        EnsureWorkers(now, effects);
    }

    /// <summary>Starts a task that is bound to no lane. With a queue per lane, the lane that comes first may find nothing that it may take.</summary>
    private bool StartAny(TimeSpan now, List<PoolEffect> effects)
    {
        var first = _slots[_open.Min.Number];
        if (StartOn(first, first.LowestFree(), now, effects))
        {
            return true;
        }

        foreach (var slot in _open.Select(rank => _slots[rank.Number]).ToList())
        {
            for (var lane = slot.FirstLane; lane < slot.FirstLane + slot.Lanes; lane++)
            {
                if (slot.IsFree(lane) && StartOn(slot, lane, now, effects))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool StartOn(WorkerSlot slot, int lane, TimeSpan now, List<PoolEffect> effects)
    {
        if (_queue.Take(lane, now) is not { } task)
        {
            return false;
        }

        var worker = slot.Current!;
        var limit = Earlier(task.RunLimit, _settings.Options.TaskTimeout);
        _waitTime += task.Runs == 0 ? now - task.SubmittedAt : TimeSpan.Zero;
        _started += task.Runs == 0 ? 1 : 0;
        _running++;
        task.State = PoolTaskState.Running;
        task.Lane = lane;
        task.Worker = worker;
        task.StartedAt = now;
        task.Runs++;
        _due.Arm(task, Earlier(task.Deadline, now + limit));
        slot.Take(lane, task);
        worker.Busy |= slot.Bit(lane);
        worker.Taken++;
        Rank(slot);
        effects.Add(new PoolEffect(PoolEffectKind.Start, task, worker));
        if (HasProcesses && _settings.Options.RecycleAfterTasks is > 0 and var most)
        {
            _startsDue |= most - worker.Taken <= most / 10;
            if (worker.Taken >= most)
            {
                Retire(worker, WorkerEndCause.Tasks, now, effects);
            }
        }

        return true;
    }

    private void ReleaseLane(PoolTask task, TimeSpan now)
    {
        var slot = task.Worker!.Slot;
        slot.Release(task.Lane);
        task.Worker.Busy &= ~slot.Bit(task.Lane);
        task.Worker.IdleSince = now;
        _touched.Add(task.Lane);
        Rank(slot);
    }

    private void EndStopping(PoolTask task)
    {
        _stopping--;
        if (task.Node.List == _stuck)
        {
            _stuck.Remove(task.Node);
        }

        task.State = PoolTaskState.Ended;
        _due.Arm(task, null);
    }
}
