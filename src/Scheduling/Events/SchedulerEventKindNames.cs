namespace Granary.Scheduling.Events;

/// <summary>The names of <see cref="SchedulerEventKind"/> in event streams.</summary>
public static class SchedulerEventKindNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this SchedulerEventKind kind) => kind switch
    {
        SchedulerEventKind.SchedulerJobStarted => "scheduler_job_started",
        SchedulerEventKind.SchedulerJobCompleted => "scheduler_job_completed",
        SchedulerEventKind.SchedulerHealthSnapshot => "scheduler_health_snapshot",
        SchedulerEventKind.DependencyReady => "dependency_ready",
        SchedulerEventKind.ReadyEnqueued => "ready_enqueued",
        SchedulerEventKind.RowGroupAdmitted => "row_group_admitted",
        SchedulerEventKind.RowGroupAdmissionBlocked => "row_group_admission_blocked",
        SchedulerEventKind.RowGroupAdmissionTargetChanged => "row_group_admission_target_changed",
        SchedulerEventKind.RowGroupCheckpointed => "row_group_checkpointed",
        SchedulerEventKind.RowGroupCheckpointFailed => "row_group_checkpoint_failed",
        SchedulerEventKind.Selected => "selected",
        SchedulerEventKind.StaleSelection => "stale_selection",
        SchedulerEventKind.QueueEmpty => "queue_empty",
        SchedulerEventKind.AdmissionBlocked => "admission_blocked",
        SchedulerEventKind.GroupCapped => "group_capped",
        SchedulerEventKind.QueueDrained => "queue_drained",
        SchedulerEventKind.TaskLeaseAcquired => "task_lease_acquired",
        SchedulerEventKind.AdmissionDenied => "admission_denied",
        SchedulerEventKind.WorkerSpawned => "worker_spawned",
        SchedulerEventKind.WorkerSpawnFailed => "worker_spawn_failed",
        SchedulerEventKind.RetryDeferred => "retry_deferred",
        SchedulerEventKind.SalvageRedispatched => "salvage_redispatched",
        SchedulerEventKind.NonRetryableDropped => "non_retryable_dropped",
        SchedulerEventKind.RetryBudgetExhausted => "retry_budget_exhausted",
        SchedulerEventKind.TaskCompleted => "task_completed",
        SchedulerEventKind.TaskLeaseReleased => "task_lease_released",
        SchedulerEventKind.ReleaseDiagnostic => "release_diagnostic",
        SchedulerEventKind.TaskLeaseYielded => "task_lease_yielded",
        SchedulerEventKind.TaskLeaseResumed => "task_lease_resumed",
        SchedulerEventKind.Cancelled => "cancelled",
        SchedulerEventKind.RunStateChanged => "run_state_changed",
        SchedulerEventKind.CellsReplayed => "cells_replayed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an event kind."),
    };
}
