using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Leases;

/// <summary>A group whose first task waits.</summary>
/// <param name="Group">The group.</param>
/// <param name="Task">Its first task.</param>
/// <param name="Denial">Why.</param>
public sealed record BlockedHead(GroupKey Group, TaskKey Task, TaskDenial Denial);
