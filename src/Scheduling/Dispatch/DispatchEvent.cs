using Granary.Scheduling.Events;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch;

/// <summary>Something a dispatcher reports, in the order in which it happened.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">Seconds.</param>
/// <param name="Task">The task it is about; default: none.</param>
/// <param name="Lease">Number of the lease it is about; 0: none.</param>
/// <param name="Reason">Mode, reason, end, result or error type, as the kind says; null: none.</param>
/// <param name="Explanation">For the two blocked kinds: why every head waits.</param>
/// <param name="Denial">For a denied lease: why, with what lacks.</param>
/// <param name="Snapshot">For the kinds that show one: resources and groups at that moment.</param>
/// <param name="Expected">For a stale selection: the queue's version it was made of.</param>
/// <param name="Found">For a stale selection: the queue's version then.</param>
/// <param name="HeldSeconds">For a release: how long the lease was held.</param>
public readonly record struct DispatchEvent(
    SchedulerEventKind Kind,
    double At,
    TaskKey Task = default,
    long Lease = 0,
    string? Reason = null,
    BlockExplanation? Explanation = null,
    double HeldSeconds = 0,
    TaskDenial? Denial = null,
    TaskAdmissionView? Snapshot = null,
    long Expected = 0,
    long Found = 0);
