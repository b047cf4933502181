using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>A queued task, its place in the order of its group, and its place in the table.</summary>
internal struct QueuedEntry
{
    public QueuedTask Task;

    /// <summary>Where it queues.</summary>
    public FlowGroup Group;

    /// <summary>What it was counted as.</summary>
    public DemandShape Shape;

    /// <summary>Tells it from a later task in the same place.</summary>
    public long Ticket;

    /// <summary>The task before it in its group; -1: it is the first.</summary>
    public int Previous;

    /// <summary>The task behind it in its group; -1: it is the last. In a free place: the next free place.</summary>
    public int Next;

    /// <summary>The next task in the same bucket; -1: none.</summary>
    public int Chained;

    public uint Hash;
}
