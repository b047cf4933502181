namespace Granary.Admission.Ledgers;

/// <summary>What one tenant has and wants in one band, at all agents together.</summary>
internal sealed class DivisionTenant(Band band, string name)
{
    public Band Band => band;

    public string Name => name;

    public int Weight { get; set; } = 1;

    public int Wanted { get; set; }

    /// <summary>Agents with demand of it.</summary>
    public int Agents { get; set; }

    /// <summary>Permits it gets for each that it wants, by the division of this instant.</summary>
    public double Level { get; set; }
}
