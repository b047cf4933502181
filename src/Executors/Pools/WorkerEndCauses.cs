namespace Granary.Executors.Pools;

/// <summary>Labels of the causes.</summary>
internal static class WorkerEndCauses
{
    public static string Label(WorkerEndCause cause) => cause switch
    {
        WorkerEndCause.Died => "died",
        WorkerEndCause.StartFailed => "start_failed",
        WorkerEndCause.Cancellation => "cancellation",
        WorkerEndCause.Tasks => "tasks",
        WorkerEndCause.Memory => "memory",
        WorkerEndCause.Silence => "silence",
        WorkerEndCause.Reload => "reload",
        WorkerEndCause.Idle => "idle",
        WorkerEndCause.Stop => "stop",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, null),
    };
}
