using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Leases;

/// <summary>The controller's own record of a lease.</summary>
internal readonly record struct ActiveLease(TaskKey Task, FlowGroup Group, DemandShape Shape, bool Yielded);
