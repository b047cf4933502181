namespace Granary.Scheduling.RowGroups;

/// <summary>A cell of one row group.</summary>
/// <param name="Row">Row within the group.</param>
/// <param name="Column">Column index.</param>
public readonly record struct Cell(int Row, int Column);
