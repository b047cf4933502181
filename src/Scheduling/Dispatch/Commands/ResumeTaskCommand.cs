using Granary.Scheduling.Leases;

namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>A yielded task has its permit and goes on at once. Without effect if it had not yielded.</summary>
/// <param name="Lease">Its lease.</param>
public sealed record ResumeTaskCommand(TaskLease Lease) : DispatchCommand;
