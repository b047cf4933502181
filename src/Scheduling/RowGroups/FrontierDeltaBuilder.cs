using System.Collections.Immutable;

namespace Granary.Scheduling.RowGroups;

/// <summary>Collects a delta. Reused, so that changes without consequences cost no memory.</summary>
internal sealed class FrontierDeltaBuilder
{
    public List<ReadyTask> Added { get; } = [];

    public List<ReadyTask> Removed { get; } = [];

    public List<Cell> Skipped { get; } = [];

    public FrontierDelta Take()
    {
        if (Added.Count + Removed.Count + Skipped.Count == 0)
            return FrontierDelta.Empty;

        var delta = new FrontierDelta([.. Added], [.. Removed], [.. Skipped]);
        Added.Clear();
        Removed.Clear();
        Skipped.Clear();
        return delta;
    }
}
