namespace Granary.Executors;

/// <summary>How a worker is.</summary>
public enum ExecutorWorkerState
{
    /// <summary>Started, not ready: connecting or preloading.</summary>
    Starting,

    /// <summary>Takes tasks.</summary>
    Ready,

    /// <summary>Missed its heartbeats: takes no new tasks.</summary>
    Unresponsive,

    /// <summary>Takes no new tasks and ends with those it has.</summary>
    Draining,

    /// <summary>Told to end, or killed.</summary>
    Ending,
}
