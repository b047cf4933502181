using System.Collections.Immutable;

namespace Granary.Admission.Agents;

/// <summary>
/// Caps of an endpoint: the raw cap of every alias, their minimum, and optional clamps per domain. A clamp can lower, never raise.
/// </summary>
internal sealed class EndpointCaps
{
    private readonly SortedDictionary<string, int> _aliases = new(StringComparer.Ordinal);
    private readonly int?[] _clamps = new int?[Domains.Count];

    /// <summary>Some alias is registered.</summary>
    public bool Known => _aliases.Count > 0;

    /// <summary>The minimum over the aliases, also the most calls in flight over all domains; 0 while none is registered.</summary>
    public int Aggregate { get; private set; }

    /// <summary>Stores an alias' cap, anything below 1 as 1.</summary>
    public void Register(string alias, int cap)
    {
        _aliases[alias] = Math.Max(1, cap);
        Recompute();
    }

    /// <summary>Removes an alias; false if there was none.</summary>
    public bool Remove(string alias)
    {
        var removed = _aliases.Remove(alias);
        Recompute();
        return removed;
    }

    /// <summary>Lowers one domain's cap; null lifts the clamp.</summary>
    public void Clamp(Domain domain, int? cap) => _clamps[(int)domain] = cap;

    /// <summary>The cap of one domain: at least 1.</summary>
    public int Effective(Domain domain) => Math.Max(1, Math.Min(Aggregate, _clamps[(int)domain] ?? int.MaxValue));

    /// <summary>Raw cap of every alias, sorted by name.</summary>
    public ImmutableSortedDictionary<string, int> Raw() => _aliases.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private void Recompute()
    {
        var least = int.MaxValue;
        foreach (var cap in _aliases.Values)
        {
            least = Math.Min(least, cap);
        }

        Aggregate = _aliases.Count == 0 ? 0 : least;
    }
}
