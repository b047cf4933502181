namespace Granary.Executors.Dispatch;

/// <summary>Whether a task found room.</summary>
internal enum DispatchAdmission
{
    /// <summary>It is queued.</summary>
    Queued,

    /// <summary>Its lane has as many as it may have.</summary>
    LaneFull,

    /// <summary>The queue has as many as it may have.</summary>
    QueueFull,
}
