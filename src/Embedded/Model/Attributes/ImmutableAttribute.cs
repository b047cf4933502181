namespace Granary.Embedded;

/// <summary>Marks a type or argument that nobody changes after it was sent.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Parameter | AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ImmutableAttribute : Attribute;
