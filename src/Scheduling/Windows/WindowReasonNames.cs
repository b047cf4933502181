namespace Granary.Scheduling.Windows;

/// <summary>The names of <see cref="WindowReason"/> in events and views.</summary>
public static class WindowReasonNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this WindowReason reason) => reason switch
    {
        WindowReason.NoPendingRowGroups => "no_pending_row_groups",
        WindowReason.MaxAdmittedRows => "max_admitted_rows",
        WindowReason.DeferredTasks => "deferred_tasks",
        WindowReason.QueuedTaskGuardrail => "queued_task_guardrail",
        WindowReason.NoLlmWaitResource => "no_llm_wait_resource",
        WindowReason.LlmWaitSaturated => "llm_wait_saturated",
        WindowReason.QueuedLlmDemand => "queued_llm_demand",
        WindowReason.MemoryPressure => "memory_pressure",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
