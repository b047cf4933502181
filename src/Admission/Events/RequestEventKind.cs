namespace Granary.Admission.Events;

/// <summary>Kinds of the request stream. Added to, never renamed; names by <see cref="RequestEventNames"/>.</summary>
public enum RequestEventKind
{
    /// <summary>An alias was declared: alias, cap.</summary>
    ResourceRegistered,

    /// <summary>The cap in force moved: from, to.</summary>
    EffectiveCapChanged,

    /// <summary>The first waiter of an endpoint.</summary>
    QueueFormed,

    /// <summary>The last waiter of an endpoint has left.</summary>
    QueueDrained,

    /// <summary>A request began to wait; also one that got its lease at once.</summary>
    WaitStarted,

    /// <summary>A wait ended in a lease.</summary>
    WaitCompleted,

    /// <summary>A wait ended because its deadline came or cannot be met.</summary>
    WaitTimeout,

    /// <summary>The caller gave up; with the lease if it had one already.</summary>
    WaitCancelled,

    /// <summary>A request was refused: reason, binding.</summary>
    AcquireDenied,

    /// <summary>A lease was given: limit, generation.</summary>
    LeaseAcquired,

    /// <summary>A lease came back: outcome, seconds held.</summary>
    LeaseReleased,

    /// <summary>An attempt was sent: its number.</summary>
    ModelRequestStarted,

    /// <summary>An attempt ended: kind of error or ok, duration, tokens.</summary>
    ModelRequestCompleted,

    /// <summary>The provider refused for load: retry-after, blocked-until, how many in a row.</summary>
    RateLimited,

    /// <summary>The limit fell: from, to, cause, generation.</summary>
    LimitDecreased,

    /// <summary>The limit rose: from, to, cause, generation.</summary>
    LimitIncreased,

    /// <summary>The limit rose above the learned ceiling.</summary>
    SoftCeilingRecovered,

    /// <summary>The limit is back at the effective cap.</summary>
    FullyRecovered,

    /// <summary>A release gave nothing back: result, counters.</summary>
    ReleaseDiagnostic,

    /// <summary>The gate opened or shut: from, to.</summary>
    GateChanged,

    /// <summary>A block is over; permits come back step by step.</summary>
    ReopeningStarted,

    /// <summary>Nobody renewed a lease; its permit was taken back.</summary>
    LeaseExpired,

    /// <summary>An attempt failed and another will be sent: pause.</summary>
    RetryScheduled,

    /// <summary>An attempt failed and the retry budget is empty.</summary>
    RetryBudgetExhausted,

    /// <summary>The share of this process moved: from, to.</summary>
    ShareChanged,

    /// <summary>Permits are lent in another way: shares, direct, forwarded.</summary>
    ModeChanged,
}
