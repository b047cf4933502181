using Granary.Scheduling.Leases;

namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>A running task waits for a permit and lets others have its units meanwhile.</summary>
/// <param name="Lease">Its lease.</param>
public sealed record YieldTaskCommand(TaskLease Lease) : DispatchCommand;
