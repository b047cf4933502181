namespace Granary.Grains.Capacity;

/// <summary>Where a waiting caller stands.</summary>
internal enum PendingState
{
    /// <summary>In the queue.</summary>
    Waiting,

    /// <summary>It has a lease, but has not gone on yet: a cancellation still gives the lease back.</summary>
    Granted,

    /// <summary>Refused.</summary>
    Denied,

    /// <summary>Cancelled; no lease is held.</summary>
    Cancelled,

    /// <summary>It has gone on with its result.</summary>
    Taken,
}
