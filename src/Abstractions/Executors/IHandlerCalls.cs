namespace Granary.Abstractions.Executors;

/// <summary>
/// Calls handlers of executor pools by name, wherever the pool is: in this process, in its workers, or on another silo that carries the pool's
/// label. Thread-safe. A call is carried out at most once, unless the handler is marked idempotent.
/// </summary>
public interface IHandlerCalls
{
    /// <summary>
    /// Returns at once: null when the call could be made as things are, otherwise <c>unknown_pool</c>, <c>unknown_handler</c> or <c>invalid_input</c> with the
    /// valid names. A pool whose workers have not said yet what they have lets every name pass.
    /// </summary>
    TaskFailure? Check(string pool, string handler, TaskPayload? input);

    /// <summary>
    /// The same for the start of a process, when workers are about to say what they have: waits for that, but not for a pool that fails to start or starts
    /// its workers with its first task.
    /// </summary>
    async Task<TaskFailure?> CheckAtStartAsync(string pool, string handler, CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        return Check(pool, handler, null);
    }

    /// <summary>Makes the call. Never throws for what the pool or the handler does; a caller that cancels gets <c>task_cancelled</c> at once.</summary>
    Task<TaskOutcome> CallAsync(HandlerCall call, CancellationToken cancellationToken);
}
