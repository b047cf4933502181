namespace Granary.Executors.Pools;

/// <summary>Why a worker ended; a label of the restart metric.</summary>
internal enum WorkerEndCause
{
    /// <summary>By itself, or by somebody else.</summary>
    Died,

    /// <summary>It was not ready in time, or refused.</summary>
    StartFailed,

    /// <summary>A handler ignored its cancellation.</summary>
    Cancellation,

    /// <summary>It had taken its number of tasks.</summary>
    Tasks,

    /// <summary>It took too much memory.</summary>
    Memory,

    /// <summary>It missed its heartbeats.</summary>
    Silence,

    /// <summary>The pool was reloaded.</summary>
    Reload,

    /// <summary>It had nothing to do.</summary>
    Idle,

    /// <summary>The pool stops.</summary>
    Stop,
}
