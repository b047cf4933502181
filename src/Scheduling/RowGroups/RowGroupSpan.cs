namespace Granary.Scheduling.RowGroups;

/// <summary>A row group: which rows it covers.</summary>
/// <param name="Number">0 for the first.</param>
/// <param name="First">Index of its first row.</param>
/// <param name="Count">Rows.</param>
public readonly record struct RowGroupSpan(long Number, long First, int Count);
