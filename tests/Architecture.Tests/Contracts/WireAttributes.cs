using System.Globalization;
using System.Reflection;

namespace Granary.Architecture.Tests.Contracts;

/// <summary>Reads the wire attributes by name, because each grain runtime brings its own.</summary>
internal static class WireAttributes
{
    public static bool IsSerializable(Type type) => Find(type, "GenerateSerializerAttribute") is not null;

    public static bool IsImmutable(Type type) => Find(type, "ImmutableAttribute") is not null;

    public static string? Alias(MemberInfo member) => Find(member, "AliasAttribute")?.ConstructorArguments[0].Value as string;

    public static uint? Id(MemberInfo member) =>
        Find(member, "IdAttribute") is { } id ? Convert.ToUInt32(id.ConstructorArguments[0].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>A grain, or an observer of one.</summary>
    public static bool IsGrainInterface(Type type) => type.IsInterface && type.GetInterfaces().Any(static parent => parent.Name == "IAddressable");

    private static CustomAttributeData? Find(MemberInfo member, string name) =>
        member.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType.Name == name);
}
