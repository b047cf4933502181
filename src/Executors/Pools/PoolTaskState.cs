namespace Granary.Executors.Pools;

/// <summary>Where a task stands.</summary>
internal enum PoolTaskState
{
    /// <summary>Not handed in yet.</summary>
    New,

    /// <summary>Outside, without a place. Due: its wait is over.</summary>
    Waiting,

    /// <summary>Has a place, waits for a lane. Due: its caller's deadline.</summary>
    Queued,

    /// <summary>Its handler runs. Due: its time-out or its caller's deadline.</summary>
    Running,

    /// <summary>Given up while its handler runs: its lane is still taken. Due: its grace is over.</summary>
    Stopping,

    /// <summary>Settled, holding nothing.</summary>
    Ended,
}
