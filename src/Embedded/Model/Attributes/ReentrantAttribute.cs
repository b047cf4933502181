namespace Granary.Embedded;

/// <summary>Calls to the grain may interleave at every await.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
