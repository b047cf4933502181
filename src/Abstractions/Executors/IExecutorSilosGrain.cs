using System.Collections.Immutable;

namespace Granary.Abstractions.Executors;

/// <summary>The silos that carry a label; the key is the label, <c>key=value</c>. Kept in memory: whoever is alive says so every 5 s.</summary>
[Alias("granary.IExecutorSilosGrain")]
public interface IExecutorSilosGrain : IGrainWithStringKey
{
    /// <summary>The silo is there, and takes tasks.</summary>
    [Alias("announce")]
    Task AnnounceAsync(ExecutorSilo silo);

    /// <summary>The silo stops and takes no more.</summary>
    [Alias("leave")]
    Task LeaveAsync(ExecutorSilo silo);

    /// <summary>Those that were heard of within 15 s.</summary>
    [Alias("list")]
    Task<ImmutableArray<ExecutorSilo>> ListAsync();
}
