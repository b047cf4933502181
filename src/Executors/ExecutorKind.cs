namespace Granary.Executors;

/// <summary>Where a pool runs its tasks.</summary>
public enum ExecutorKind
{
    /// <summary>On the ThreadPool of this process, a bounded number at once.</summary>
    Inline,

    /// <summary>On the pool's own named threads, never the ThreadPool: for blocking work.</summary>
    Thread,
}
