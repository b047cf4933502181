using System.Collections.Immutable;

namespace Granary.Scheduling.Columns;

/// <summary>A column as the graph sees it.</summary>
/// <param name="Name">Name, for paths in errors.</param>
/// <param name="Upstream">Indexes (document order) of the columns whose values it needs. Repeats are taken once.</param>
/// <param name="Strategy">Row by row, or a row group at once.</param>
public sealed record ColumnNode(string Name, ImmutableArray<int> Upstream, ColumnStrategy Strategy = ColumnStrategy.Cell);
