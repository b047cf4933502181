using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Queueing;

/// <summary>One tenant's lanes of one demand class that have work and are not parked, in turn.</summary>
internal sealed class LaneSet(DemandClass common)
{
    public DemandClass Class => common;

    public TurnHeap Lanes { get; } = new();
}
