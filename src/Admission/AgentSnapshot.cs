using System.Collections.Immutable;

namespace Granary.Admission;

/// <summary>One key as its agent sees it at one instant; built when asked for.</summary>
/// <param name="Key">Which key.</param>
/// <param name="CapturedAt">Monotonic seconds.</param>
/// <param name="Sequence">Rises with every state change of the agent.</param>
/// <param name="EffectiveCap">Configured maximum of the key.</param>
/// <param name="AggregateCap">Configured maximum over all domains of the endpoint.</param>
/// <param name="AggregateInFlight">Calls in flight over all domains.</param>
/// <param name="Limit">Limit in force, as last heard from the ledger; 0 before it was heard.</param>
/// <param name="Generation">Generation of that limit.</param>
/// <param name="Share">Permits this process may use by itself; 0 when expired.</param>
/// <param name="InFlight">Acquired − released − expired.</param>
/// <param name="Waiters">Waiters by band, in the order of <see cref="Band"/>.</param>
/// <param name="BlockedFor">Rest of a block; null when none.</param>
/// <param name="Opening">Leases that may be held of those taken since the last block; null when not opening.</param>
/// <param name="Gate">Whether the endpoint may be called.</param>
/// <param name="Ceiling">Where trouble began; 0 if never cut.</param>
/// <param name="Acquired">Leases given.</param>
/// <param name="Released">Leases given back.</param>
/// <param name="LastOutcome">Outcome of the last release; null before the first.</param>
/// <param name="Leaks">Leak diagnostics of the agent.</param>
/// <param name="AliasCaps">Raw cap of every alias of the endpoint, by name.</param>
/// <param name="Epoch">Newest ledger incarnation heard of.</param>
public sealed record AgentSnapshot(
    ResourceKey Key,
    double CapturedAt,
    long Sequence,
    int EffectiveCap,
    int AggregateCap,
    int AggregateInFlight,
    int Limit,
    long Generation,
    int Share,
    int InFlight,
    ImmutableArray<int> Waiters,
    TimeSpan? BlockedFor,
    int? Opening,
    GateState Gate,
    int Ceiling,
    long Acquired,
    long Released,
    ReleaseOutcome? LastOutcome,
    LeakDiagnostics Leaks,
    ImmutableSortedDictionary<string, int> AliasCaps,
    long Epoch)
{
    /// <summary>Rate limits seen here since the last success outside a block.</summary>
    public long ConsecutiveRateLimits { get; init; }

    /// <summary>Retries this process may still send to the endpoint.</summary>
    public double RetryBudget { get; init; }

    /// <summary>Time until the gate may be probed; null when it is open, or nobody knows.</summary>
    public TimeSpan? GateFor { get; init; }

    /// <summary>The estimator that the endpoint's aliases ask for in this domain; null: none does, so the configured one moves the limit.</summary>
    public string? Estimator { get; init; }

    /// <summary>How permits are lent: <c>shares</c>, <c>direct</c> or <c>forwarded</c>.</summary>
    public string Mode { get; init; } = "shares";
}
