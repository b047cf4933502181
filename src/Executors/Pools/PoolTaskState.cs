namespace Granary.Executors.Pools;

/// <summary>Where a task stands.</summary>
internal enum PoolTaskState
{
    /// <summary>Not handed in yet.</summary>
    New,

    /// <summary>Outside, without a place.</summary>
    Waiting,

    /// <summary>Has a place, waits for a lane.</summary>
    Queued,

    /// <summary>Its work runs.</summary>
    Running,

    /// <summary>Given up while its work runs: its lane is still taken.</summary>
    Stopping,

    /// <summary>Settled, holding nothing.</summary>
    Ended,
}
