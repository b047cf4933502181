using System.Numerics;

namespace Granary.Executors.Pools;

/// <summary>One worker as the controller sees it. Its fields belong to the controller.</summary>
internal sealed class PoolWorker(long id, WorkerSlot slot) : Timed
{
    /// <summary>Unique in the pool; never used again.</summary>
    public long Id { get; } = id;

    /// <summary>The place it has, or had.</summary>
    public WorkerSlot Slot { get; } = slot;

    public WorkerPhase Phase { get; set; }

    public TimeSpan StartedAt { get; set; }

    public TimeSpan? ReadyAt { get; set; }

    /// <summary>Since when nothing runs in it.</summary>
    public TimeSpan IdleSince { get; set; }

    /// <summary>Tasks it has taken.</summary>
    public long Taken { get; set; }

    /// <summary>Tasks that ended in it by themselves.</summary>
    public long Finished { get; set; }

    /// <summary>Lanes of its slot that it runs a task on, one bit each; given up ones included.</summary>
    public ulong Busy { get; set; }

    /// <summary>A handler in it ignored its cancellation: it is killed as soon as its other lanes are done.</summary>
    public bool IsDoomed { get; set; }

    /// <summary>Why it is to end; <see cref="WorkerEndCause.Died"/> if nobody wanted it to.</summary>
    public WorkerEndCause EndCause { get; set; } = WorkerEndCause.Died;

    /// <summary>What is known about its end before it is seen.</summary>
    public string? EndDetail { get; set; }

    /// <summary>How many reloads there had been when it was started.</summary>
    public long Generation { get; init; }

    public long? ResidentBytes { get; set; }

    /// <summary>Tasks in it, given up ones included.</summary>
    public int Running => BitOperations.PopCount(Busy);
}
