namespace Granary.Executors.Dispatch;

/// <summary>How a dispatch queue orders its tasks. Pinned and keyed tasks keep to their lane under each of them.</summary>
internal enum DispatchStrategy
{
    /// <summary>By arrival; lanes share one queue.</summary>
    Fifo,

    /// <summary>Higher priority first, equal by arrival; lanes share one queue.</summary>
    Priority,

    /// <summary>By arrival, each task on the lane of its key, or of its connection if it has none.</summary>
    Affinity,

    /// <summary>Own queues, by arrival; an idle lane takes from the fullest.</summary>
    Stealing,

    /// <summary>Own queues, by priority; an idle lane takes from the fullest.</summary>
    StealingPriority,
}
