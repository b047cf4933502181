namespace Granary.Executors.Pools;

/// <summary>One task as the controller sees it. Its fields belong to the controller.</summary>
internal abstract class PoolTask
{
    /// <summary>Position in its list: the waiting room or a queue.</summary>
    public LinkedListNode<PoolTask> Node { get; }

    /// <summary>Its lane if it has an affinity key, otherwise -1.</summary>
    public int KeyedLane { get; init; } = -1;

    /// <summary>Where it stands.</summary>
    public PoolTaskState State { get; set; }

    /// <summary>Arrival number among the tasks with a place.</summary>
    public long Arrival { get; set; }

    /// <summary>The lane it runs on.</summary>
    public int Lane { get; set; } = -1;

    /// <summary>Timestamp of the submit.</summary>
    public long SubmittedAt { get; set; }

    /// <summary>Timestamp of the start; null if it never started.</summary>
    public long? StartedAt { get; set; }

    /// <summary>Timestamp at which its wait for a place ends or would end; null if it never waited outside.</summary>
    public long? WaitsUntil { get; set; }

    /// <summary>It has, or had, a place.</summary>
    public bool HadPlace => Arrival > 0;

    protected PoolTask() => Node = new LinkedListNode<PoolTask>(this);
}
