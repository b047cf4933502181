using Granary.Embedded.Runtime;

namespace Granary.Embedded.Simulation;

/// <summary>Which simulated silo has which grain. On the pump's thread only.</summary>
internal sealed class SimulatedDirectory(SimulationRandom random) : IGrainDirectory
{
    private readonly Dictionary<GrainId, Silo> _where = [];
    private readonly Dictionary<GrainId, Silo> _splits = [];
    private readonly Dictionary<string, CallOrigin> _origins = new(StringComparer.Ordinal);
    private readonly List<Silo> _members = [];

    /// <summary>Silos that the others take for alive and that take new grains.</summary>
    public IReadOnlyList<Silo> Members => _members;

    public void Join(Silo silo)
    {
        _members.Add(silo);
        _origins[silo.Name] = silo;
    }

    public void Join(CallOrigin client) => _origins[client.Name] = client;

    /// <summary>No new grains for it.</summary>
    public void Leave(Silo silo) => _members.Remove(silo);

    /// <summary>It is known to be gone.</summary>
    public void Forget(Silo silo)
    {
        Leave(silo);
        _origins.Remove(silo.Name);
        foreach (var id in _where.Where(w => ReferenceEquals(w.Value, silo)).Select(w => w.Key).ToArray())
        {
            _where.Remove(id);
        }

        foreach (var id in _splits.Where(w => ReferenceEquals(w.Value, silo)).Select(w => w.Key).ToArray())
        {
            _splits.Remove(id);
        }
    }

    /// <summary>Grains that are somewhere, in a fixed order.</summary>
    public IReadOnlyList<GrainId> Active() => [.. _where.Keys.OrderBy(id => id.ToString(), StringComparer.Ordinal)];

    public Silo? Locate(GrainClass grainClass, GrainId id, CallOrigin from)
    {
        if (grainClass.IsStatelessWorker)
        {
            return from is Silo { IsDead: false } own ? own : Any();
        }

        if (_where.TryGetValue(id, out var silo))
        {
            return _splits.TryGetValue(id, out var second) && !ReferenceEquals(from, silo) ? second : silo;
        }

        return grainClass.Placement switch
        {
            GrainPlacement.PreferLocal when from is Silo local && _members.Contains(local) => local,
            GrainPlacement.Hash when _members.Count > 0 => _members[(int)(id.GetUniformHashCode() % (uint)_members.Count)],
            _ => Any(),
        };
    }

    public Silo Claim(GrainId id, Silo silo)
    {
        if (_splits.TryGetValue(id, out var second) && ReferenceEquals(second, silo))
        {
            return silo;
        }

        if (_where.TryGetValue(id, out var owner) && !ReferenceEquals(owner, silo))
        {
            return owner;
        }

        return _where[id] = silo;
    }

    public void Release(GrainId id, Silo silo)
    {
        if (_where.TryGetValue(id, out var owner) && ReferenceEquals(owner, silo))
        {
            _where.Remove(id);
        }
    }

    public CallOrigin? Find(string name) => _origins.GetValueOrDefault(name);

    /// <summary>From now on others go to a second silo; null when there is nothing to split.</summary>
    public Silo? Split(GrainId id)
    {
        if (!_where.TryGetValue(id, out var owner) || _splits.ContainsKey(id))
        {
            return null;
        }

        var others = _members.Where(m => !ReferenceEquals(m, owner) && !m.IsDead).ToArray();
        return others.Length == 0 ? null : _splits[id] = others[random.Below(others.Length)];
    }

    /// <summary>The split is over; the activation that must go, if there is one.</summary>
    public Activation? Heal(GrainId id)
    {
        if (!_splits.Remove(id, out var second) || second.IsDead)
        {
            return null;
        }

        var extra = second.Find(id);
        if (extra is not null && !_where.ContainsKey(id))
        {
            // The first one ended in between: the second is the only one, and stays.
            _where[id] = second;
            return null;
        }

        return extra is not null && ReferenceEquals(_where[id], second) ? null : extra;
    }

    private Silo? Any() => _members.Count == 0 ? null : _members[random.Below(_members.Count)];
}
