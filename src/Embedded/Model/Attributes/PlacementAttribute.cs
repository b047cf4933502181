namespace Granary.Embedded;

/// <summary>Base of the attributes that choose the silo of a new activation.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public abstract class PlacementAttribute : Attribute
{
    private protected PlacementAttribute()
    {
    }
}
