using Granary.Scheduling.Leases;

namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>A worker has ended. Its result must have been taken in before: replacement work may start with this command.</summary>
/// <param name="Lease">Its lease.</param>
/// <param name="End">How.</param>
public sealed record EndTaskCommand(TaskLease Lease, TaskEnd End) : DispatchCommand;
