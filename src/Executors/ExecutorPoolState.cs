namespace Granary.Executors;

/// <summary>How a pool is. No state but the last is for ever.</summary>
public enum ExecutorPoolState
{
    /// <summary>No worker is ready yet, and none has failed to start.</summary>
    Starting,

    /// <summary>At least one worker is ready.</summary>
    Ready,

    /// <summary>Workers are ready, but replacements or further ones fail to start; the last start error says why.</summary>
    Degraded,

    /// <summary>No worker is ready, because starts fail or too much abandoned work is held.</summary>
    Unhealthy,

    /// <summary>Five starts failed in 30 s: one probe per delay, nothing else is started.</summary>
    Open,

    /// <summary>Takes nothing more; what has a place finishes.</summary>
    Stopping,

    /// <summary>Every worker is gone.</summary>
    Stopped,
}
