namespace Granary.Scheduling.Dispatch;

/// <summary>What a dispatcher reports. Its numbers are bits of a listening mask and mean nothing outside.</summary>
public enum DispatchEventKind
{
    /// <summary>The queue accepted a task.</summary>
    ReadyEnqueued,

    /// <summary>A head was selected; the mode says on which ground.</summary>
    Selected,

    /// <summary>A selection was void when it should have been taken out.</summary>
    StaleSelection,

    /// <summary>Nothing is queued. Once per emptying.</summary>
    QueueEmpty,

    /// <summary>Work waits for capacity.</summary>
    AdmissionBlocked,

    /// <summary>Work waits, some of it for its own part.</summary>
    GroupCapped,

    /// <summary>A pass emptied the queue.</summary>
    QueueDrained,

    /// <summary>A task holds its units.</summary>
    TaskLeaseAcquired,

    /// <summary>A selected task was denied its lease.</summary>
    AdmissionDenied,

    /// <summary>A worker could not be started.</summary>
    WorkerSpawnFailed,

    /// <summary>A worker ended, other than cancelled.</summary>
    TaskCompleted,

    /// <summary>A task gave its units back for good.</summary>
    TaskLeaseReleased,

    /// <summary>A release that gave nothing back.</summary>
    ReleaseDiagnostic,

    /// <summary>A task gave its units back while it waits for a permit.</summary>
    TaskLeaseYielded,

    /// <summary>A yielded task has its units again.</summary>
    TaskLeaseResumed,
}
