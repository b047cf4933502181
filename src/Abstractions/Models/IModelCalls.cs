namespace Granary.Abstractions.Models;

/// <summary>
/// The one way to a provider: acquire a permit, call, classify, release exactly that permit, maybe retry with a fresh one. Implemented by the
/// model-request executor. Thread-safe. Neither method throws for anything a provider or the admission can answer; that is a value.
/// </summary>
public interface IModelCalls
{
    /// <summary>
    /// A plain chat call whose whole answer is wanted (a cell of a run). Waits without blocking a thread.
    /// </summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> is cancelled; the permit is back by then.</exception>
    Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Relays a caller's own request body to the provider and the provider's answer, byte for byte, to <paramref name="sink"/>. Retries only
    /// while the sink has not been given anything. The permit lives until the provider's last byte.
    /// </summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellationToken"/> is cancelled (the caller left).</exception>
    Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken);
}
