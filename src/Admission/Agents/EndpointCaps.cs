using System.Collections.Immutable;

namespace Granary.Admission.Agents;

/// <summary>
/// Caps of an endpoint: the raw cap of every alias, their minimum, and optional clamps per domain. A clamp can lower, never raise.
/// </summary>
internal sealed class EndpointCaps
{
    private readonly SortedDictionary<string, int> _aliases = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (Domain Domain, string Estimator)> _estimators = new(StringComparer.Ordinal);
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

    /// <summary>What an alias wants to move the limit of its domain; null: it does not care.</summary>
    public void Choose(Domain domain, string alias, string? estimator)
    {
        _estimators.Remove(alias);
        if (estimator is not null)
        {
            _estimators[alias] = (domain, estimator);
        }
    }

    /// <summary>The estimator chosen for a domain: of the first alias by name that chose one; null: none did.</summary>
    public string? Estimator(Domain domain)
    {
        foreach (var (_, choice) in _estimators)
        {
            if (choice.Domain == domain)
            {
                return choice.Estimator;
            }
        }

        return null;
    }

    /// <summary>Removes an alias; false if there was none.</summary>
    public bool Remove(string alias)
    {
        var removed = _aliases.Remove(alias);
        _estimators.Remove(alias);
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
