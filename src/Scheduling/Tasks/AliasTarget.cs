using Granary.Admission;

namespace Granary.Scheduling.Tasks;

/// <summary>A model alias that a column uses, resolved.</summary>
/// <param name="Alias">Alias name.</param>
/// <param name="Key">Where it leads.</param>
/// <param name="Cap">The alias' cap.</param>
public readonly record struct AliasTarget(string Alias, ResourceKey Key, int Cap = AliasTarget.DefaultCap)
{
    /// <summary>The weight of a model column whose alias has no cap of its own.</summary>
    public const int DefaultCap = 4;
}
