using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>Validated settings of the runtime.</summary>
internal sealed record RuntimeSettings
{
    public required ImmutableArray<Assembly> Assemblies { get; init; }

    public required string ClusterId { get; init; }

    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);

    public TimeSpan CollectionQuantum { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan ActivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan DeactivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan MinimumReminderPeriod { get; init; } = TimeSpan.FromMinutes(1);

    public FrozenSet<string> StorageNames { get; init; } = FrozenSet.ToFrozenSet(["Default"], StringComparer.Ordinal);

    /// <summary>Workers per silo and key of a stateless worker that does not say.</summary>
    public int StatelessWorkers { get; init; } = Environment.ProcessorCount;
}
