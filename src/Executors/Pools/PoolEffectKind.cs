namespace Granary.Executors.Pools;

/// <summary>Kinds of effects.</summary>
internal enum PoolEffectKind
{
    /// <summary>Run the task on its lane, in its worker.</summary>
    Start,

    /// <summary>Tell the caller.</summary>
    Settle,

    /// <summary>Ask the running handler to stop; nobody wants its result.</summary>
    Interrupt,

    /// <summary>Give the thread of the task's lane up to it; the lane gets a new one.</summary>
    Abandon,

    /// <summary>Start this worker.</summary>
    StartWorker,

    /// <summary>Tell this worker to end; nothing runs in it.</summary>
    EndWorker,

    /// <summary>Kill this worker and everything it started.</summary>
    KillWorker,

    /// <summary>The replacement of all workers is over.</summary>
    ReloadEnded,
}
