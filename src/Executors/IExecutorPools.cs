namespace Granary.Executors;

/// <summary>The pools of this process by name. Thread-safe. Pools are isolated: nothing is shared between two of them.</summary>
public interface IExecutorPools
{
    /// <summary>Names of the pools there are, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Where a task runs whose pool is switched off: of kind <c>inline</c>, without name in the configuration, not listed in <see cref="Names"/>.
    /// </summary>
    IExecutorPool Inline { get; }

    /// <summary>Every pool marked <c>Required</c> has a worker that is ready.</summary>
    bool RequiredAreReady { get; }

    /// <summary>The pool of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    IExecutorPool Get(string name);

    /// <summary>The pool of that name, or null.</summary>
    IExecutorPool? Find(string name);

    /// <summary>The pool of that name, made (and started, if the process has started) with these options if there is none.</summary>
    /// <exception cref="InvalidOperationException">The name is taken with other options (<c>pool_conflict</c>), or the process stops.</exception>
    /// <exception cref="ArgumentException">Name or options are not valid; the message says everything that is wrong.</exception>
    IExecutorPool GetOrCreate(string name, ExecutorPoolOptions options);

    /// <summary>The options a pool was made with, run-time changes included.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    ExecutorPoolOptions OptionsOf(string name);

    /// <summary>The counts of all pools, by name.</summary>
    IReadOnlyList<ExecutorPoolSnapshot> Snapshot();
}
