namespace Granary.Scheduling.Dispatch;

/// <summary>The names of <see cref="DispatchEventKind"/> in event streams.</summary>
public static class DispatchEventKindNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this DispatchEventKind kind) => kind switch
    {
        DispatchEventKind.ReadyEnqueued => "ready_enqueued",
        DispatchEventKind.Selected => "selected",
        DispatchEventKind.StaleSelection => "stale_selection",
        DispatchEventKind.QueueEmpty => "queue_empty",
        DispatchEventKind.AdmissionBlocked => "admission_blocked",
        DispatchEventKind.GroupCapped => "group_capped",
        DispatchEventKind.QueueDrained => "queue_drained",
        DispatchEventKind.TaskLeaseAcquired => "task_lease_acquired",
        DispatchEventKind.AdmissionDenied => "admission_denied",
        DispatchEventKind.WorkerSpawnFailed => "worker_spawn_failed",
        DispatchEventKind.TaskCompleted => "task_completed",
        DispatchEventKind.TaskLeaseReleased => "task_lease_released",
        DispatchEventKind.ReleaseDiagnostic => "release_diagnostic",
        DispatchEventKind.TaskLeaseYielded => "task_lease_yielded",
        DispatchEventKind.TaskLeaseResumed => "task_lease_resumed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an event kind."),
    };
}
