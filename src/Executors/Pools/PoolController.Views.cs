using System.Collections.Immutable;

namespace Granary.Executors.Pools;

/// <summary>What can be seen from outside, taken in one step.</summary>
internal sealed partial class PoolController
{
    /// <summary>What the last failed start of a worker said.</summary>
    public string? LastStartError => _backoff.LastError;

    /// <summary>How the pool is.</summary>
    public ExecutorPoolState State => (_stopped, HasProcesses) switch
    {
        (true, _) => IsIdle && HasNoWorkers ? ExecutorPoolState.Stopped : ExecutorPoolState.Stopping,
        (_, true) when _backoff.IsOpen => ExecutorPoolState.Open,
        _ when IsUnhealthy => ExecutorPoolState.Unhealthy,
        (_, true) when !IsReady => IsWanted ? ExecutorPoolState.Starting : ExecutorPoolState.Ready,
        _ => Array.Exists(_slots, static slot => slot.IsFailing) || _stuck.Count > 0 ? ExecutorPoolState.Degraded : ExecutorPoolState.Ready,
    };

    /// <summary>A pool that keeps no worker without work is as ready as it gets.</summary>
    private bool IsWanted => _settings.MinWorkers > 0 || _queue.Count > 0 || _workers.Count > 0;

    /// <summary>The counts.</summary>
    public ExecutorPoolSnapshot Snapshot(TimeSpan now, Func<PoolWorker, int?> processId) => new(
        _settings.Name, _settings.Kind, _arrivals, _completed, _failed, _cancelled, _rejected, _queue.Count, _running, _stopping, _outside.Count)
    {
        State = State,
        IsBypassed = _settings.IsBypassed,
        LastStartError = _backoff.LastError,
        Lanes = _settings.Lanes,
        Abandoned = _abandoned,
        RunTime = _runTime,
        WaitTime = _waitTime,
        Started = _started,
        Restarts = _restarts,
        Workers = [.. _workers.Values.OrderBy(static worker => worker.Slot.Number).ThenBy(static worker => worker.Id).Select(worker => View(worker, now, processId))],
        SpecialLanes = SpecialLanes(),
    };

    private static ExecutorWorkerView View(PoolWorker worker, TimeSpan now, Func<PoolWorker, int?> processId) => new(
        worker.Slot.Number,
        worker.Phase switch
        {
            WorkerPhase.Starting => ExecutorWorkerState.Starting,
            WorkerPhase.Ready => ExecutorWorkerState.Ready,
            WorkerPhase.Unresponsive => ExecutorWorkerState.Unresponsive,
            WorkerPhase.Draining => ExecutorWorkerState.Draining,
            _ => ExecutorWorkerState.Ending,
        },
        processId(worker),
        worker.Slot.FirstLane,
        worker.Slot.Lanes,
        worker.Running,
        worker.Taken,
        worker.ResidentBytes,
        now - worker.StartedAt);

    private ImmutableArray<ExecutorLaneView> SpecialLanes()
    {
        var lanes = ImmutableArray.CreateBuilder<ExecutorLaneView>();
        foreach (var slot in _slots)
        {
            for (var lane = slot.FirstLane; lane < slot.FirstLane + slot.Lanes; lane++)
            {
                var stopping = slot.TaskOn(lane)?.State == PoolTaskState.Stopping;
                if (stopping || slot.PausedFor(lane) is not null)
                {
                    lanes.Add(new ExecutorLaneView(lane, slot.PausedFor(lane), stopping));
                }
            }
        }

        return lanes.ToImmutable();
    }
}
