using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Pools;

/// <summary>What a runner reports. Thread-safe; may call back into the runner.</summary>
internal interface IPoolShell
{
    /// <summary>The settings in force.</summary>
    ExecutorPoolSettings Settings { get; }

    /// <summary>The handler of a task has ended. Reports about tasks that were taken from the worker meanwhile are of no effect.</summary>
    void TaskEnded(ExecutorTask task, PoolWorker worker, TaskResult result);

    /// <summary>A worker takes tasks from now on.</summary>
    void WorkerReady(PoolWorker worker, ImmutableArray<ExecutorHandlerInfo> handlers);

    /// <summary>A worker refuses, or breaks the protocol.</summary>
    void WorkerFailed(PoolWorker worker, string why);

    /// <summary>The process of a worker has ended or could not be started.</summary>
    void WorkerGone(PoolWorker worker, string how);

    /// <summary>A worker missed its heartbeats.</summary>
    void WorkerSilent(PoolWorker worker);

    /// <summary>A silent worker answers again.</summary>
    void WorkerHeard(PoolWorker worker);

    /// <summary>The resident memory of a worker.</summary>
    void WorkerMemory(PoolWorker worker, long bytes);

    /// <summary>Files that workers preload are others now.</summary>
    void PreloadChanged();

    /// <summary>Something in a worker said this.</summary>
    void WorkerLog(PoolWorker worker, LogLevel level, string category, string message);
}
