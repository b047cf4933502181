namespace Granary.Executors.Pools;

/// <summary>
/// What carries the lanes of a pool. Every member returns at once; none is called under the pool's lock. A task's start and its interruption may come in either
/// order, because two threads perform them.
/// </summary>
internal interface ILaneRunner
{
    /// <summary>Runs the task on its lane in this worker, never on the caller's thread, and reports its end to the shell.</summary>
    void Start(ExecutorTask task, PoolWorker worker);

    /// <summary>Asks the handler to stop; it still reports its end.</summary>
    void Interrupt(ExecutorTask task, string code);

    /// <summary>Gives the lane a new thread; the old one ends with its task.</summary>
    void Abandon(ExecutorTask task);

    /// <summary>Starts the process of a worker.</summary>
    void StartWorker(PoolWorker worker);

    /// <summary>Tells an idle worker to end.</summary>
    void EndWorker(PoolWorker worker);

    /// <summary>Kills a worker with all it started; its end is reported to the shell.</summary>
    void KillWorker(PoolWorker worker);

    /// <summary>The process of a worker; null if it has none of its own, or none yet.</summary>
    int? ProcessIdOf(PoolWorker worker);

    /// <summary>Nothing will be started any more: gives back what the runner holds. Work that still runs keeps what it needs until it ends.</summary>
    void Stop();
}
