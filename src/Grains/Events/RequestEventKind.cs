namespace Granary.Grains.Events;

/// <summary>What the request stream says of the calls of runs: the way of one attempt. Limits and gates have events of their own.</summary>
internal enum RequestEventKind
{
    /// <summary>The attempt asks for a permit, also when it gets one at once.</summary>
    RequestWaitStarted,

    /// <summary>It has one.</summary>
    RequestWaitCompleted,

    /// <summary>It gets none, and why.</summary>
    RequestAcquireDenied,

    /// <summary>It left before it had one.</summary>
    RequestWaitCancelled,

    /// <summary>The permit, with its number.</summary>
    RequestLeaseAcquired,

    /// <summary>The call goes out.</summary>
    ModelRequestStarted,

    /// <summary>The permit is back, and what was learned.</summary>
    RequestLeaseReleased,

    /// <summary>The call is over.</summary>
    ModelRequestCompleted,
}
