namespace Granary.Scheduling.Events;

/// <summary>
/// What the scheduler stream reports: ready work on its way to a worker and back. Its numbers are bits of a <see cref="SchedulerEventSet"/> and mean
/// nothing outside.
/// </summary>
public enum SchedulerEventKind
{
    /// <summary>A session of a run begins.</summary>
    SchedulerJobStarted,

    /// <summary>A session of a run has ended, however. Once per session.</summary>
    SchedulerJobCompleted,

    /// <summary>Everything countable at this moment.</summary>
    SchedulerHealthSnapshot,

    /// <summary>A task entered the frontier of an open row group.</summary>
    DependencyReady,

    /// <summary>The queue accepted a task.</summary>
    ReadyEnqueued,

    /// <summary>A row group is open.</summary>
    RowGroupAdmitted,

    /// <summary>The window does not grow, and why; once per change of the reason.</summary>
    RowGroupAdmissionBlocked,

    /// <summary>The window's target has changed.</summary>
    RowGroupAdmissionTargetChanged,

    /// <summary>A row group is finished, and its files are there.</summary>
    RowGroupCheckpointed,

    /// <summary>The files of a row group, or its log, could not be written.</summary>
    RowGroupCheckpointFailed,

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

    /// <summary>A worker begins. Never before its lease.</summary>
    WorkerSpawned,

    /// <summary>A worker could not be started.</summary>
    WorkerSpawnFailed,

    /// <summary>A task that failed is set aside.</summary>
    RetryDeferred,

    /// <summary>A task that was set aside is ready again.</summary>
    SalvageRedispatched,

    /// <summary>A row is out of the result because of a failure that no retry would cure, or is none any more.</summary>
    NonRetryableDropped,

    /// <summary>Too much had to be tried again: a row is out of the result.</summary>
    RetryBudgetExhausted,

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

    /// <summary>A worker was cancelled.</summary>
    Cancelled,

    /// <summary>A run is in another state.</summary>
    RunStateChanged,

    /// <summary>Finished cells came back from the logs of earlier sessions.</summary>
    CellsReplayed,
}
