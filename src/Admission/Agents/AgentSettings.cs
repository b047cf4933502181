namespace Granary.Admission.Agents;

/// <summary>Validated settings of an agent. Times in seconds.</summary>
public sealed record AgentSettings
{
    /// <summary>Queue time-out of a band; infinity is none.</summary>
    public double InteractiveTimeout { get; init; } = 30;

    /// <summary>Queue time-out of a band; infinity is none.</summary>
    public double StandardTimeout { get; init; } = 600;

    /// <summary>Queue time-out of a band; infinity is none: a run's own patience bounds it.</summary>
    public double BulkTimeout { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// How long a request that would not wait at all may wait for the ledger's answer when the local share alone stands in the way: whether a
    /// permit is free "now" is the ledger's to say.
    /// </summary>
    public double ShareWait { get; init; } = 0.1;

    /// <summary>No band that could be served waits longer than this for its next admission; it becomes overdue at 0.8 of it.</summary>
    public double AgingBound { get; init; } = 5;

    /// <summary>Most waiters of an endpoint.</summary>
    public int MaxWaiters { get; init; } = 10_000;

    /// <summary>Most waiters of a tenant at an endpoint.</summary>
    public int MaxWaitersPerTenant { get; init; } = 5_000;

    /// <summary>Life of a lease, renewed while the call runs.</summary>
    public double LeaseLife { get; init; } = 60;

    /// <summary>Life of a share, counted from the sending of the report that asked for it.</summary>
    public double ShareLife { get; init; } = 15;

    /// <summary>Time between reports of an agent that uses an endpoint.</summary>
    public double Refresh { get; init; } = 5;

    /// <summary>Least time between reports that ask for more.</summary>
    public double PullSpacing { get; init; } = 0.05;

    /// <summary>Least time between urgent reports.</summary>
    public double UrgentSpacing { get; init; } = 0.005;

    /// <summary>First pause after a failed exchange; it doubles.</summary>
    public double BackOffLeast { get; init; } = 0.05;

    /// <summary>Longest pause after a failed exchange.</summary>
    public double BackOffMost { get; init; } = 5;

    /// <summary>Block after a rate limit without a usable retry-after, until the ledger has spoken.</summary>
    public double Cooldown { get; init; } = 2;

    /// <summary>Time over which permits come back after a block; 0 is all at once.</summary>
    public double Reopen { get; init; } = 1;

    /// <summary>Tokens expected of a waiter that does not say how many it needs, for asking for credits.</summary>
    public int TokensPerCall { get; init; } = 1000;

    /// <summary>The later of two blocks counts; the reference semantics take the last one.</summary>
    public bool LaterBlockWins { get; init; } = true;

    /// <summary>
    /// Permits that may be used without anybody's word when a share has run out while the ledger does not answer; 0: none. Never for rate credits.
    /// </summary>
    public int IsolationFloor { get; init; }

    /// <summary>Queue time-out of that band.</summary>
    public double QueueTimeout(Band band) => band switch
    {
        Band.Interactive => InteractiveTimeout,
        Band.Standard => StandardTimeout,
        _ => BulkTimeout,
    };
}
