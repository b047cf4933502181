namespace Granary.Executors;

/// <summary>
/// Carries tasks of pools of kind <c>remote</c> to silos that carry the pool's label. Registered by whoever hosts grains; without it every remote pool
/// runs where it is only if <see cref="IsLocal"/> would say so, that is never, and answers <c>no_capable_silo</c>. Thread-safe.
/// </summary>
public interface IRemoteExecutors
{
    /// <summary>This process carries the label, so the pool is a local process pool here. Asked once per pool, when it is made.</summary>
    bool IsLocal(string label);

    /// <summary>
    /// Runs one task in the pool of that name on a silo with the label. Never throws: what can go wrong is an outcome, <c>no_capable_silo</c> and
    /// <c>worker_lost</c> for a lost silo among them. When <paramref name="cancellationToken"/> is cancelled the task there is cancelled; the caller does
    /// not wait for it.
    /// </summary>
    ValueTask<ExecutorOutcome<ExecutorPayload>> RunAsync(
        string pool, string label, ExecutorCall call, ExecutorPayload argument, CancellationToken cancellationToken);
}
