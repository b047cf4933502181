using Granary.Scheduling.Leases;

namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>A worker could not be started. Its run is to fail with that error.</summary>
/// <param name="Lease">The lease that the worker should have got.</param>
/// <param name="ErrorType">Type of the error, for the event.</param>
public sealed record SpawnFailedCommand(TaskLease Lease, string ErrorType) : DispatchCommand;
