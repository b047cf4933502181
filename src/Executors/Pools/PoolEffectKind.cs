namespace Granary.Executors.Pools;

/// <summary>Kinds of effects.</summary>
internal enum PoolEffectKind
{
    /// <summary>Run the task's work on its lane.</summary>
    Start,

    /// <summary>Tell the caller.</summary>
    Settle,

    /// <summary>Ask the running work to stop; nobody wants its result.</summary>
    Interrupt,
}
