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
/// <param name="HeldSeconds">For a release: how long the lease was held.</param>
public readonly record struct DispatchEvent(
    DispatchEventKind Kind,
    double At,
    TaskKey Task = default,
    long Lease = 0,
    string? Reason = null,
    BlockExplanation? Explanation = null,
    double HeldSeconds = 0);
