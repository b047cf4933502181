using Granary.Admission;

namespace Granary.Grains.Models;

/// <summary>The bands by their names in documents and headers.</summary>
internal static class BandNames
{
    public static Band Parse(string name) => name switch
    {
        "interactive" => Band.Interactive,
        "standard" => Band.Standard,
        "bulk" => Band.Bulk,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "a band is interactive, standard or bulk"),
    };
}
