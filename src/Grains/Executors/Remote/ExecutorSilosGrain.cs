using System.Collections.Immutable;
using Granary.Abstractions.Executors;

namespace Granary.Grains.Executors.Remote;

/// <summary>Who carries a label. Nothing is stored: 5 s after this grain moved, everybody has announced himself again.</summary>
internal sealed class ExecutorSilosGrain(TimeProvider time) : Grain, IExecutorSilosGrain
{
    private static readonly TimeSpan _kept = TimeSpan.FromSeconds(15);

    private readonly SortedDictionary<string, (ExecutorSilo Silo, DateTimeOffset Heard)> _silos = new(StringComparer.Ordinal);

    public Task AnnounceAsync(ExecutorSilo silo)
    {
        if (!(_silos.TryGetValue(silo.Silo, out var known) && known.Silo.Born > silo.Born))
        {
            _silos[silo.Silo] = (silo, time.GetUtcNow());
        }

        return Task.CompletedTask;
    }

    public Task LeaveAsync(ExecutorSilo silo)
    {
        if (_silos.TryGetValue(silo.Silo, out var known) && known.Silo.Born == silo.Born)
        {
            _silos.Remove(silo.Silo);
        }

        return Task.CompletedTask;
    }

    public Task<ImmutableArray<ExecutorSilo>> ListAsync()
    {
        var now = time.GetUtcNow();
        foreach (var old in _silos.Where(silo => now - silo.Value.Heard >= _kept).Select(static silo => silo.Key).ToList())
        {
            _silos.Remove(old);
        }

        return Task.FromResult(_silos.Values.Select(static silo => silo.Silo).ToImmutableArray());
    }
}
