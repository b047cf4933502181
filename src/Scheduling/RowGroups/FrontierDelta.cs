using System.Collections.Immutable;

namespace Granary.Scheduling.RowGroups;

/// <summary>What one change did to a frontier. No task is ever added twice, over all deltas of a frontier.</summary>
/// <param name="Added">Tasks that became ready, to be queued.</param>
/// <param name="Removed">Tasks added before that are void now: take them from the queue, ignore their results.</param>
/// <param name="Skipped">Cells that count as made without being made, because a cell they need was skipped.</param>
public sealed record FrontierDelta(ImmutableArray<ReadyTask> Added, ImmutableArray<ReadyTask> Removed, ImmutableArray<Cell> Skipped)
{
    /// <summary>Nothing changed.</summary>
    public static FrontierDelta Empty { get; } = new([], [], []);

    /// <summary>Nothing changed.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Skipped.IsEmpty;
}
