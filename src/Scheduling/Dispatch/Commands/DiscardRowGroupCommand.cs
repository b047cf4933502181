namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>A row group is closed or pausing: none of its tasks shall start. Looks at every queued task.</summary>
/// <param name="Run">Run id.</param>
/// <param name="RowGroup">Number of the row group.</param>
public sealed record DiscardRowGroupCommand(string Run, long RowGroup) : DispatchCommand;
