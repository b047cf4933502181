using System.Text.Json.Serialization.Metadata;

namespace Granary.Executors.Payloads;

/// <summary>
/// Types that mean something in their own process only. A serializer would try their properties and fail somewhere inside, or send nonsense; a member of
/// such a type is refused by its own name instead.
/// </summary>
internal static class UnsendableTypes
{
    private static readonly Type[] Types =
    [
        typeof(Stream), typeof(Delegate), typeof(Task), typeof(Thread), typeof(CancellationToken), typeof(CancellationTokenSource), typeof(nint), typeof(nuint),
        typeof(System.Reflection.MemberInfo), typeof(System.Runtime.InteropServices.SafeHandle), typeof(IServiceProvider), typeof(TextReader), typeof(TextWriter),
    ];

    public static bool Contains(Type type) => Array.Exists(Types, unsendable => unsendable.IsAssignableFrom(type));

    /// <summary>For the serializer: such members throw, naming themselves, when they are written.</summary>
    public static void RefuseMembers(JsonTypeInfo info)
    {
        foreach (var member in info.Properties)
        {
            if (Contains(member.PropertyType))
            {
                var text = $"'{member.Name}' is a {member.PropertyType.Name}, which cannot be sent";
                member.Get = _ => throw new NotSupportedException(text);
                member.CustomConverter = null;
            }
        }
    }
}
