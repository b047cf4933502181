using System.Collections.Immutable;

namespace Granary.Scheduling.Leases;

/// <summary>Why queued work waits.</summary>
/// <param name="Version">Version of the queue it speaks of.</param>
/// <param name="Queued">Queued tasks.</param>
/// <param name="Heads">The first task of every group that has one, with its reason.</param>
public sealed record BlockExplanation(long Version, int Queued, ImmutableArray<BlockedHead> Heads)
{
    /// <summary>How many heads wait for each reason.</summary>
    public ImmutableSortedDictionary<TaskDenialReason, int> Histogram { get; } =
        Heads.GroupBy(head => head.Denial.Reason).ToImmutableSortedDictionary(group => group.Key, group => group.Count());

    /// <summary>The earliest instant, in seconds, at which a block ends by itself; null: none is known.</summary>
    public double? AvailableAfter { get; } = Heads.Min(head => head.Denial.AvailableAfter);
}
