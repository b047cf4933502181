using Granary.Admission.Events;
using Granary.Admission.Explanations;
using Granary.Admission.Signals;

namespace Granary.Admission;

/// <summary>
/// May this outbound call go out now? One per process, thread-safe, never blocks a thread. Rules: docs/algorithms/fair-waiting.md,
/// docs/algorithms/leases.md and docs/algorithms/capacity-protocol.md.
/// </summary>
public interface IRequestAdmission
{
    /// <summary>What happens here, for whoever listens.</summary>
    IRequestEvents Events { get; }

    /// <summary>
    /// Declares an alias of an endpoint with its cap (below 1 counts as 1). The endpoint's cap is the smallest of its aliases; registering
    /// an alias again replaces its cap. <paramref name="estimator"/>: what moves the key's limit, null = the configured default; where aliases of
    /// one key differ, the first by name that names one decides.
    /// </summary>
    void Register(ResourceKey key, string alias, int cap, string? estimator = null);

    /// <summary>Removes an alias. With the last one gone, waiters end with <see cref="DenialReason.HardPolicyDenial"/>.</summary>
    void Unregister(string provider, string model, string alias);

    /// <summary>How a tenant shares with others, at every endpoint; waiters keep their places.</summary>
    void SetPolicy(string tenant, TenantPolicy policy);

    /// <summary>
    /// Waits for a permit in fair order, until the wait deadline. A denial is a value. The continuation runs asynchronously. Await the result
    /// exactly once.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// Only when <paramref name="cancellationToken"/> is cancelled before the caller goes on; no lease is held then.
    /// </exception>
    ValueTask<AdmissionResult> AcquireAsync(AdmissionRequest request, CancellationToken cancellationToken);

    /// <summary>A permit now, or the reason why not. Never passes a waiter that could be served.</summary>
    AdmissionResult TryAcquire(AdmissionRequest request);

    /// <summary>Gives a lease back with what was learned. Never throws, never blocks.</summary>
    ReleaseResult Release(in RequestLease lease, in ReleaseReport report);

    /// <summary>
    /// Extends a lease's life to a full one from now; long calls do it every 20 s. False when the lease is not active any more.
    /// <paramref name="life"/>: 1 to 300 s; null is the life it was acquired with.
    /// </summary>
    bool Renew(in RequestLease lease, TimeSpan? life = null);

    /// <summary>2xx response headers of the call were seen; only the first time counts. <paramref name="rates"/>: their rate fields.</summary>
    void Accepted(in RequestLease lease, RateFields? rates = null);

    /// <summary>Takes a token of the endpoint's retry budget; false when it is empty: then the error surfaces.</summary>
    bool TryRetry(ResourceKey key);

    /// <summary>
    /// How many tasks of this process's schedulers want the key but do not wait here (they start only what <see cref="Runnable"/> allows).
    /// It is asked for at the ledger as bulk demand; say 0 when nothing is left.
    /// </summary>
    void Demand(ResourceKey key, int queued);

    /// <summary>What could be admitted right now.</summary>
    RunnableCapacity Runnable(ResourceKey key);

    /// <summary>
    /// Calls back whenever <see cref="Runnable"/> of a key may have risen. On any thread, never under a lock; must not block or throw.
    /// Spurious calls are possible, missed ones are not.
    /// </summary>
    IDisposable Subscribe(Action<ResourceKey> changed);

    /// <summary>The local view of a key, or null if it was never registered or asked for.</summary>
    AgentSnapshot? Snapshot(ResourceKey key);

    /// <summary>
    /// Why a call of that key would wait now, by the same rules that decide; null if the key was never registered or asked for.
    /// <paramref name="tenant"/> and <paramref name="band"/>: for whom.
    /// </summary>
    WaitExplanation? Explain(ResourceKey key, string tenant, Band band);

    /// <summary>Why the request of that id waits; null if it does not wait here.</summary>
    WaitExplanation? ExplainRequest(string requestId);
}
