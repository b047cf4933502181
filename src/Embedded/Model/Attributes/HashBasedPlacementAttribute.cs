namespace Granary.Embedded;

/// <summary>The hash of the grain id chooses among the silos that are alive.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class HashBasedPlacementAttribute : PlacementAttribute;
