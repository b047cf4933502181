namespace Granary.Executors.Pools;

/// <summary>Where a worker stands.</summary>
internal enum WorkerPhase
{
    /// <summary>Started, not ready. Due: its start takes too long.</summary>
    Starting,

    /// <summary>Takes tasks. Due: it is idle for long, or healthy for long.</summary>
    Ready,

    /// <summary>Silent: takes no new tasks.</summary>
    Unresponsive,

    /// <summary>Takes no new tasks and ends when it has none. Due, if it is doomed: it is killed.</summary>
    Draining,

    /// <summary>Told to end. Due: it is killed.</summary>
    Ending,

    /// <summary>Killed; its end has not been seen yet.</summary>
    Killed,
}
