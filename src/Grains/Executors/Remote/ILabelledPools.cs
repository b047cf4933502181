using System.Collections.Immutable;
using Granary.Abstractions.Executors;
using Granary.Executors;

namespace Granary.Grains.Executors.Remote;

/// <summary>The pools of this process that other silos may use, seen from those silos' tasks. Thread-safe.</summary>
internal interface ILabelledPools
{
    /// <summary>Labels of this silo.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Tasks with a place, by pool.</summary>
    ImmutableSortedDictionary<string, int> Pending();

    /// <summary>Whether the handler may be run once more when its worker is lost; false when that is not known.</summary>
    bool IsIdempotent(string pool, string handler);

    /// <summary>Runs a task in a pool of this process.</summary>
    Task<TaskOutcome> RunAsync(string pool, ExecutorCall call, TaskPayload argument, CancellationToken cancellationToken);
}
