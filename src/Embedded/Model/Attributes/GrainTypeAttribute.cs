namespace Granary.Embedded;

/// <summary>The name of the grain class in grain ids; renaming the class does not change it.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string Name { get; } = grainType;
}
