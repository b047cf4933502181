namespace Granary.Admission.Ledgers;

/// <summary>What one tenant has and wants in one band, at all agents together.</summary>
internal sealed class DivisionTenant(Band band, string name)
{
    private readonly List<DivisionEntry> _entries = [];

    public Band Band => band;

    public string Name => name;

    public int Weight { get; set; } = 1;

    public int Wanted { get; private set; }

    /// <summary>No agent has demand of it.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Permits that each agent gets, unless it wants less.</summary>
    public double Level { get; private set; }

    public void Add(DivisionEntry entry)
    {
        entry.Place = _entries.Count;
        _entries.Add(entry);
        Wanted += entry.Wanted;
    }

    public void Remove(DivisionEntry entry)
    {
        var last = _entries[^1];
        _entries[entry.Place] = last;
        last.Place = entry.Place;
        _entries.RemoveAt(_entries.Count - 1);
        Wanted -= entry.Wanted;
    }

    /// <summary>
    /// Divides the tenant's part over its agents by max-min: who wants little gets it, the others the same. A few passes: each settles everybody who
    /// wants less than the level of the pass before.
    /// </summary>
    public void Divide(double part)
    {
        if (part >= Wanted)
        {
            Level = double.PositiveInfinity;
            return;
        }

        var level = part / _entries.Count;
        while (true)
        {
            var (left, takers) = (part, 0);
            foreach (var entry in _entries)
            {
                if (entry.Wanted <= level)
                {
                    left -= entry.Wanted;
                }
                else
                {
                    takers++;
                }
            }

            var next = takers == 0 ? level : left / takers;
            if (next <= level + 1e-12)
            {
                Level = next;
                return;
            }

            level = next;
        }
    }
}
