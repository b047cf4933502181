namespace Granary.Grains.Runs.Cells;

/// <summary>One record of a row group's cell log. Rows are counted from the group's first row.</summary>
/// <param name="Row">Row within the group.</param>
/// <param name="Cost">What it took.</param>
internal abstract record CellLogEntry(int Row, CellCost Cost);
