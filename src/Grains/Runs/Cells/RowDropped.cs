namespace Granary.Grains.Runs.Cells;

/// <summary>A row that is out of the result for good.</summary>
/// <param name="Column">Column that failed, or -1.</param>
/// <param name="Reason">snake_case: <c>failed</c>, <c>invalid_output</c>, <c>validation</c>, <c>retry_budget</c>, <c>early_shutdown</c>.</param>
/// <param name="Kind">Error kind, or empty.</param>
/// <param name="Message">One sentence about the failure.</param>
/// <param name="Attempts">Workers that tried the failing cell.</param>
/// <param name="At">When.</param>
internal sealed record RowDropped(int Row, int Column, string Reason, string Kind, string Message, int Attempts, DateTimeOffset At, CellCost Cost)
    : CellLogEntry(Row, Cost);
