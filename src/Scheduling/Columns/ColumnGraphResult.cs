using System.Collections.Immutable;

namespace Granary.Scheduling.Columns;

/// <summary>A graph, or the cycles that forbid one.</summary>
/// <param name="Graph">Null when there are cycles.</param>
/// <param name="Cycles">Sorted by their first column; empty when there is a graph.</param>
public sealed record ColumnGraphResult(ColumnGraph? Graph, ImmutableArray<ColumnCycle> Cycles);
