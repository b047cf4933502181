namespace Granary.Executors;

/// <summary>Where a pool runs its tasks.</summary>
public enum ExecutorKind
{
    /// <summary>On the ThreadPool of this process, a bounded number at once; also what bypass means.</summary>
    Inline,

    /// <summary>On the pool's own named threads, never the ThreadPool: for blocking work.</summary>
    Thread,

    /// <summary>In worker processes, .NET or Python.</summary>
    Process,

    /// <summary>In a process pool on a silo that carries the pool's label.</summary>
    Remote,
}
