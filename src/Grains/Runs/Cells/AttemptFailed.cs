namespace Granary.Grains.Runs.Cells;

/// <summary>A try that failed and may be repeated: it counts in usage and rounds after a restart too.</summary>
/// <param name="Column">Index of the column in document order.</param>
/// <param name="Kind">Error kind, snake_case.</param>
/// <param name="Preserved">The failure says nothing about the cell: it uses up no round.</param>
internal sealed record AttemptFailed(int Row, int Column, string Kind, bool Preserved, CellCost Cost) : CellLogEntry(Row, Cost);
