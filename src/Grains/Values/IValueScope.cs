namespace Granary.Grains.Values;

/// <summary>Where templates and expressions find their references. Reads must be safe from any thread.</summary>
internal interface IValueScope
{
    /// <summary>The value of that name, or nothing.</summary>
    DataValue Find(string name);
}
