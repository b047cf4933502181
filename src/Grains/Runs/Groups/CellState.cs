namespace Granary.Grains.Runs.Groups;

/// <summary>Where one cell stands.</summary>
internal enum CellState : byte
{
    /// <summary>Something it needs is missing.</summary>
    Waiting,

    /// <summary>Ready, and not with the dispatcher (paused, or about to be handed over).</summary>
    Ready,

    /// <summary>With the dispatcher: queued or in flight.</summary>
    Dispatched,

    /// <summary>Put aside after a retryable failure.</summary>
    Deferred,

    /// <summary>Made.</summary>
    Done,

    /// <summary>Left out, by a condition or because its row was dropped.</summary>
    Skipped,

    /// <summary>Failed for good.</summary>
    Failed,
}
