namespace Granary.Embedded;

/// <summary>Marks a type that travels between grains. Embedded delivers by reference; the types are immutable.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum, Inherited = false)]
public sealed class GenerateSerializerAttribute : Attribute;
