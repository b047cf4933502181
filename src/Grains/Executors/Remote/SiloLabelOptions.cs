namespace Granary.Grains.Executors.Remote;

/// <summary>Labels of this silo (section <c>Silo</c>).</summary>
public sealed class SiloLabelOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Silo";

    /// <summary>
    /// What this silo is good for, each <c>key=value</c> (at most 63 letters, digits, <c>.</c>, <c>_</c>, <c>-</c> each): remote executor pools with such a
    /// label run here. Default: none; at most 32.
    /// </summary>
    public List<string> Labels { get; } = [];
}
