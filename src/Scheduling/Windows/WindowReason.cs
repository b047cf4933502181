namespace Granary.Scheduling.Windows;

/// <summary>Why a run's window does not grow now. In the order in which they are looked for; the first that applies counts.</summary>
public enum WindowReason
{
    /// <summary>Every row group is open or finished.</summary>
    NoPendingRowGroups,

    /// <summary>The next group would exceed the row guard.</summary>
    MaxAdmittedRows,

    /// <summary>Every column of the next group would meet the trouble that deferred tasks wait for.</summary>
    DeferredTasks,

    /// <summary>Four times as many tasks are queued as can be submitted.</summary>
    QueuedTaskGuardrail,

    /// <summary>The run calls no model: more groups would not occupy a provider better.</summary>
    NoLlmWaitResource,

    /// <summary>No unit of <c>llm_wait</c> is free.</summary>
    LlmWaitSaturated,

    /// <summary>Queued tasks want all the free units of <c>llm_wait</c>.</summary>
    QueuedLlmDemand,

    /// <summary>The rows that are open take too much memory.</summary>
    MemoryPressure,
}
