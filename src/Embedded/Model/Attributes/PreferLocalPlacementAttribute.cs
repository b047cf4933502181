namespace Granary.Embedded;

/// <summary>A new activation is made on the silo of the caller.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class PreferLocalPlacementAttribute : PlacementAttribute;
