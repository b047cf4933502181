namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>The run leaves this process: its queued tasks are discarded, its leases end when its workers do.</summary>
/// <param name="Run">Run id.</param>
public sealed record RemoveRunCommand(string Run) : DispatchCommand;
