using System.Collections.Immutable;

namespace Granary.Scheduling.Leases;

/// <summary>Why a task may not run now, with the numbers.</summary>
/// <param name="Reason">Closed set.</param>
/// <param name="Missing">For <see cref="TaskDenialReason.NoCapacity"/> and <see cref="TaskDenialReason.RequestBlocked"/>: what lacks.</param>
/// <param name="AvailableAfter">Instant in seconds at which a block ends by itself; null: unknown, or not blocked.</param>
/// <param name="Resource">For the other reasons: the resource the policy said no on; else null.</param>
/// <param name="Part">There: the group's part (bounded-borrow) or cap (strict-fair).</param>
/// <param name="Leased">There: what the group holds.</param>
/// <param name="Debt">There: what the group owes.</param>
/// <param name="Pressing">There: the wanted resources on which others press.</param>
public sealed record TaskDenial(
    TaskDenialReason Reason,
    ImmutableArray<ResourceShortage> Missing,
    double? AvailableAfter = null,
    string? Resource = null,
    int Part = 0,
    int Leased = 0,
    int Debt = 0,
    ImmutableArray<string> Pressing = default)
{
    internal static TaskDenial ShuttingDown { get; } = new(TaskDenialReason.Shutdown, [], Pressing: []);
}
