namespace Granary.Executors;

/// <summary>
/// A bounded place for blocking and CPU-bound work, so that no loop and no grain turn waits for it. Thread-safe. A call is carried out at most once.
/// </summary>
public interface IExecutorPool
{
    /// <summary>Name by which it is configured and looked up.</summary>
    string Name { get; }

    /// <summary>Where it runs its tasks.</summary>
    ExecutorKind Kind { get; }

    /// <summary>
    /// Runs <paramref name="work"/> on one of the pool's lanes and completes with its outcome; never throws for what the pool or the work does, and
    /// never runs the work on the caller's thread. The work may block; it gets a token that is cancelled when nobody wants its result any more.
    /// </summary>
    /// <param name="work">The work; called once or never, with the caller's execution context.</param>
    /// <param name="affinity">
    /// Tasks with the same key run on the same lane, one after the other in the order of submission, even if other lanes are free. Null or empty: any lane.
    /// </param>
    /// <param name="cancellationToken">
    /// Releases the caller at once, wherever the task is. Work that has started is asked to stop; its lane takes nothing else until it has ended.
    /// </param>
    ValueTask<ExecutorOutcome<T>> RunAsync<T>(Func<CancellationToken, T> work, string? affinity, CancellationToken cancellationToken);

    /// <summary>The counts at this moment, taken in one step.</summary>
    ExecutorPoolSnapshot Snapshot();
}
