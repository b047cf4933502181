namespace Granary.Embedded;

/// <summary>The method does not change state and may interleave with other read-only methods.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
