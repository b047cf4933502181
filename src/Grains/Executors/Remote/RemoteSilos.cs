using System.Collections.Immutable;
using Granary.Abstractions.Executors;

namespace Granary.Grains.Executors.Remote;

/// <summary>What this process knows of the silos of one label. Thread-safe.</summary>
internal sealed class RemoteSilos
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _sent = new(StringComparer.Ordinal);
    private ImmutableArray<ExecutorSilo> _known = [];
    private DateTimeOffset? _at;

    /// <summary>Nobody is known, or it was found out longer ago than that.</summary>
    public bool IsOld(DateTimeOffset now, TimeSpan age)
    {
        lock (_gate)
        {
            return _known.IsEmpty || !(now - _at < age);
        }
    }

    public void Found(ImmutableArray<ExecutorSilo> silos, DateTimeOffset now)
    {
        lock (_gate)
        {
            (_known, _at) = (silos, now);
        }
    }

    public void Sent(string key)
    {
        lock (_gate)
        {
            _sent[key] = _sent.GetValueOrDefault(key) + 1;
        }
    }

    public void Returned(string key)
    {
        lock (_gate)
        {
            if (--_sent[key] == 0)
            {
                _sent.Remove(key);
            }
        }
    }

    /// <summary>The silo with the fewest tasks of that pool, by its own word or, when that is higher, by what went there from here; ties by name.</summary>
    public ExecutorSilo? LeastLoaded(string pool, string? not, DateTimeOffset now, TimeSpan age)
    {
        lock (_gate)
        {
            return now - _at < age
                ? _known.Where(silo => silo.Key != not)
                    .OrderBy(silo => Math.Max(silo.Pending.GetValueOrDefault(pool), _sent.GetValueOrDefault(silo.Key)))
                    .ThenBy(static silo => silo.Silo, StringComparer.Ordinal)
                    .FirstOrDefault()
                : null;
        }
    }
}
