using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Pools;

/// <summary>What runners report.</summary>
internal sealed partial class ExecutorPool
{
    private ImmutableArray<ExecutorHandlerInfo>? _workerHandlers;
    private volatile FrozenDictionary<string, ExecutorHandlerInfo> _workerHandlersByName;

    public ImmutableArray<ExecutorHandlerInfo>? Handlers => _workerHandlers;

    public void TaskEnded(ExecutorTask task, PoolWorker worker, TaskResult result) => Apply(
        (Task: task, Worker: worker, Result: result),
        static (pool, end, now, effects) =>
        {
            // A late report of a task that runs elsewhere by now, or has ended, must not leave its result.
            if (end.Task.Worker == end.Worker && end.Task.State == PoolTaskState.Running)
            {
                end.Task.Result = end.Result;
            }

            pool._controller.Finish(end.Task, end.Worker, end.Result.Code, now, effects);
        });

    public void WorkerReady(PoolWorker worker, ImmutableArray<ExecutorHandlerInfo> handlers)
    {
        _workerHandlersByName = ByName(handlers);
        _workerHandlers = [.. handlers.OrderBy(static handler => handler.Name, StringComparer.Ordinal)];
        Apply(worker, static (pool, worker, now, effects) => pool._controller.WorkerReady(worker, now, effects));
        _ready.TrySetResult();
    }

    public void WorkerFailed(PoolWorker worker, string why)
    {
        LogWorkerFailed(Logger, Name, worker.Slot.Number, why);
        Apply((Worker: worker, Why: why), static (pool, it, now, effects) => pool._controller.WorkerFailed(it.Worker, it.Why, now, effects));
    }

    public void WorkerGone(PoolWorker worker, string how)
    {
        var cause = WorkerEndCause.Died;
        var detail = how;
        Apply(worker, (pool, worker, now, effects) =>
        {
            pool._controller.WorkerGone(worker, how, now, pool._parts.Jitter.NextDouble(), effects);
            (cause, detail) = (worker.EndCause, worker.EndDetail ?? how);
        });
        _parts.Instruments.WorkerEnded(Name, cause);
        if (cause is WorkerEndCause.Idle or WorkerEndCause.Stop or WorkerEndCause.Tasks or WorkerEndCause.Reload)
        {
            LogWorkerEnded(Logger, Name, worker.Slot.Number, WorkerEndCauses.Label(cause), detail);
        }
        else
        {
            LogWorkerLost(Logger, Name, worker.Slot.Number, WorkerEndCauses.Label(cause), detail);
        }
    }

    public void WorkerSilent(PoolWorker worker)
    {
        LogWorkerSilent(Logger, Name, worker.Slot.Number);
        Apply(worker, static (pool, worker, now, effects) => pool._controller.WorkerSilent(worker, now, effects));
    }

    public void WorkerHeard(PoolWorker worker) =>
        Apply(worker, static (pool, worker, now, effects) => pool._controller.WorkerHeard(worker, now, effects));

    public void WorkerMemory(PoolWorker worker, long bytes) =>
        Apply((Worker: worker, Bytes: bytes), static (pool, it, now, effects) => pool._controller.WorkerMemory(it.Worker, it.Bytes, now, effects));

    public void PreloadChanged()
    {
        LogReload(Logger, Name);
        Apply(static (pool, now, effects) => pool._controller.Reload(now, effects));
    }

    public void WorkerLog(PoolWorker worker, LogLevel level, string category, string message) =>
        LogFromWorker(Logger, level, Name, worker.Slot.Number, category, message);

    private static FrozenDictionary<string, ExecutorHandlerInfo> ByName(ImmutableArray<ExecutorHandlerInfo> handlers) =>
        handlers.ToFrozenDictionary(static handler => handler.Name, StringComparer.Ordinal);

    private bool IsIdempotent(string handler) => _workerHandlersByName.TryGetValue(handler, out var found) && found.IsIdempotent;

    private void StateChanged(ExecutorPoolState state, string? error)
    {
        if (state is ExecutorPoolState.Unhealthy or ExecutorPoolState.Open or ExecutorPoolState.Degraded)
        {
            LogStateBad(Logger, Name, state, error ?? "work that ignores its cancellation holds lanes");
        }
        else
        {
            LogState(Logger, Name, state);
        }
    }
}
