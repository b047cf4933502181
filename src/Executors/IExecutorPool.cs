using System.Collections.Immutable;

namespace Granary.Executors;

/// <summary>
/// A bounded place for blocking, CPU-bound and foreign work, so that no loop and no grain turn waits for it. Thread-safe. A task is carried out at most
/// once, unless its handler is marked idempotent.
/// </summary>
public interface IExecutorPool
{
    /// <summary>Name by which it is configured and looked up.</summary>
    string Name { get; }

    /// <summary>Where it runs its tasks; with bypass, <see cref="ExecutorKind.Inline"/>.</summary>
    ExecutorKind Kind { get; }

    /// <summary>In what its kind differs from others.</summary>
    ExecutorCapabilities Capabilities { get; }

    /// <summary>
    /// The handlers it has, by name in ordinal order. Null while a pool of processes does not know yet, because none of its workers has been ready; a call is
    /// then taken and answered with <c>unknown_handler</c> later, if need be.
    /// </summary>
    ImmutableArray<ExecutorHandlerInfo>? Handlers { get; }

    /// <summary>
    /// Runs a handler on one of the pool's lanes and completes with its outcome; never throws for what the pool or the handler does, and never runs it on
    /// the caller's thread.
    /// </summary>
    /// <param name="call">Which handler, and how.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="cancellationToken">
    /// Releases the caller at once, wherever the task is. A handler that has started is asked to stop, and after the grace its lane is taken from it if the
    /// kind can do that.
    /// </param>
    ValueTask<ExecutorOutcome<ExecutorPayload>> RunAsync(ExecutorCall call, ExecutorPayload argument, CancellationToken cancellationToken);

    /// <summary>
    /// The same with typed values: by reference where the kind allows, else written and read as JSON. Types: see <see cref="IExecutorHandlers"/>.
    /// </summary>
    ValueTask<ExecutorOutcome<TOut>> RunAsync<TIn, TOut>(ExecutorCall call, TIn argument, CancellationToken cancellationToken);

    /// <summary>The counts at this moment, taken in one step.</summary>
    ExecutorPoolSnapshot Snapshot();

    /// <summary>Completes when at least one worker is ready, or with the token. At once for kinds without workers.</summary>
    Task WhenReadyAsync(CancellationToken cancellationToken);

    /// <summary>Lets the lane's task finish and starts nothing more on it, until <see cref="ResumeLane"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lane.</exception>
    void PauseLane(int lane, string reason);

    /// <summary>Undoes <see cref="PauseLane"/>; no effect on a lane that is not paused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lane.</exception>
    void ResumeLane(int lane);

    /// <summary>
    /// Replaces the workers one by one, new before old. Completes true when all are replaced; false if a new one failed to start, in which case the old
    /// ones keep serving and the pool is degraded. Without effect (true) for kinds without workers.
    /// </summary>
    Task<bool> ReloadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Changes the options that may change at run time. Answers the names of the others that differ: then nothing is changed (<c>needs_restart</c>).
    /// </summary>
    /// <exception cref="ArgumentException">The options are not valid; the message says everything that is wrong.</exception>
    IReadOnlyList<string> Change(ExecutorPoolOptions options);
}
