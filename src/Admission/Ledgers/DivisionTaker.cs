namespace Granary.Admission.Ledgers;

/// <summary>One agent in a division.</summary>
internal sealed class DivisionTaker(object? owner = null)
{
    public object? Owner => owner;

    public DivisionEntry[] Entries { get; set; } = [];

    /// <summary>Permits it would like to keep unused.</summary>
    public int Idle { get; set; }

    /// <summary>Its place, for turns; −1: it takes no part.</summary>
    public int Place { get; set; } = -1;
}
