using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Queueing;

/// <summary>Membership of a queued task.</summary>
/// <param name="Ticket">Tells its place from a dead one with the same id.</param>
/// <param name="Group">Where it queues.</param>
/// <param name="Shape">What it was counted as.</param>
internal readonly record struct QueuedEntry(long Ticket, FlowGroup Group, DemandShape Shape);
