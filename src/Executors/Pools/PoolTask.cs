using Granary.Executors.Dispatch;

namespace Granary.Executors.Pools;

/// <summary>One task as the controller sees it. Its fields belong to the controller.</summary>
internal abstract class PoolTask : Timed
{
    /// <summary>Its place in the queue, while it waits for a lane.</summary>
    public DispatchEntry<PoolTask>? Entry { get; set; }

    /// <summary>Priority, where the pool orders by it.</summary>
    public byte Priority { get; init; } = ExecutorPriority.Standard;

    /// <summary>Position in its list: the waiting room, or those that hold their lane beyond their grace.</summary>
    public LinkedListNode<PoolTask> Node { get; }

    /// <summary>Its lane if it has an affinity key, otherwise -1.</summary>
    public int KeyedLane { get; init; } = -1;

    /// <summary>Time from the submit to its caller's deadline.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Longest run on a lane that its caller asked for.</summary>
    public TimeSpan? RunLimit { get; init; }

    /// <summary>Where it stands.</summary>
    public PoolTaskState State { get; set; }

    /// <summary>Arrival number among the tasks with a place.</summary>
    public long Arrival { get; set; }

    /// <summary>The lane it runs on.</summary>
    public int Lane { get; set; } = -1;

    /// <summary>The worker it runs in, or ran in last.</summary>
    public PoolWorker? Worker { get; set; }

    /// <summary>When it was handed in.</summary>
    public TimeSpan SubmittedAt { get; set; }

    /// <summary>Its caller's deadline.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>When it last started; null if it never started.</summary>
    public TimeSpan? StartedAt { get; set; }

    /// <summary>How often it was started: twice at most, and only if it may be repeated.</summary>
    public int Runs { get; set; }

    /// <summary>It keeps a thread that its lane has given up.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>It waited outside.</summary>
    public bool Waited { get; set; }

    /// <summary>It has, or had, a place.</summary>
    public bool HadPlace => Arrival > 0;

    /// <summary>Its handler is idempotent: it runs once more if its worker is lost.</summary>
    public abstract bool MayRepeat { get; }

    protected PoolTask() => Node = new LinkedListNode<PoolTask>(this);
}
