namespace Granary.Scheduling.Events;

/// <summary>A set of event kinds: what somebody wants to hear. Asking costs one bit test.</summary>
/// <param name="Bits">One per kind.</param>
public readonly record struct SchedulerEventSet(ulong Bits)
{
    /// <summary>Nothing.</summary>
    public static SchedulerEventSet None => default;

    /// <summary>Everything.</summary>
    public static SchedulerEventSet All { get; } = Of(Enum.GetValues<SchedulerEventKind>());

    /// <summary>Beginnings and ends: sessions, states and row groups of runs, not their tasks.</summary>
    public static SchedulerEventSet Jobs { get; } = Of(
        SchedulerEventKind.SchedulerJobStarted,
        SchedulerEventKind.SchedulerJobCompleted,
        SchedulerEventKind.RunStateChanged,
        SchedulerEventKind.RowGroupAdmitted,
        SchedulerEventKind.RowGroupAdmissionBlocked,
        SchedulerEventKind.RowGroupAdmissionTargetChanged,
        SchedulerEventKind.RowGroupCheckpointed,
        SchedulerEventKind.RowGroupCheckpointFailed,
        SchedulerEventKind.RetryBudgetExhausted,
        SchedulerEventKind.CellsReplayed,
        SchedulerEventKind.ReleaseDiagnostic,
        SchedulerEventKind.WorkerSpawnFailed);

    /// <summary>These kinds.</summary>
    public static SchedulerEventSet Of(params ReadOnlySpan<SchedulerEventKind> kinds)
    {
        var bits = 0UL;
        foreach (var kind in kinds)
        {
            bits |= 1UL << (int)kind;
        }

        return new SchedulerEventSet(bits);
    }

    /// <summary>The kind is in it.</summary>
    public bool Has(SchedulerEventKind kind) => (Bits >> (int)kind & 1) != 0;

    /// <summary>What is in either.</summary>
    public static SchedulerEventSet operator |(SchedulerEventSet a, SchedulerEventSet b) => new(a.Bits | b.Bits);
}
