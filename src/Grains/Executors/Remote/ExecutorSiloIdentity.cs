using System.Collections.Immutable;
using Granary.Abstractions.Executors;

namespace Granary.Grains.Executors.Remote;

/// <summary>Which life of which silo this process is, towards callers of its pools.</summary>
internal sealed record ExecutorSiloIdentity(ExecutorSilo Silo)
{
    public static ExecutorSiloIdentity Born(ILocalSiloDetails? silo, TimeProvider time) => new(new ExecutorSilo(
        silo?.Name ?? $"{Environment.MachineName}:{Environment.ProcessId}", time.GetUtcNow().UtcTicks, ImmutableSortedDictionary<string, int>.Empty));
}
