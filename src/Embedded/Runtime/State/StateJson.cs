using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Granary.Embedded.Runtime;

/// <summary>
/// How states are written: JSON with the names of their members. Members marked with <see cref="IdAttribute"/> are kept whatever their visibility, as the
/// serializer of a cluster keeps them.
/// </summary>
internal static class StateJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            IncludeFields = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepMarkedMembers } },
            Converters = { new ImmutableArrayJsonConverterFactory() },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void KeepMarkedMembers(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var owner = type.Type; owner is not null && owner != typeof(object); owner = owner.BaseType)
        {
            foreach (var property in owner.GetProperties(All).Where(p => p.IsDefined(typeof(IdAttribute)) && p.GetMethod is not null))
            {
                var known = Known(type, property, property.PropertyType);
                known.Get ??= property.GetValue;
                known.Set ??= property.SetMethod is null ? null : property.SetValue;
            }

            foreach (var field in owner.GetFields(All).Where(f => f.IsDefined(typeof(IdAttribute))))
            {
                var known = Known(type, field, field.FieldType);
                known.Get ??= field.GetValue;
                known.Set ??= field.SetValue;
            }
        }
    }

    private static JsonPropertyInfo Known(JsonTypeInfo type, MemberInfo member, Type memberType)
    {
        foreach (var known in type.Properties)
        {
            if (known.AttributeProvider is MemberInfo other && other.Name == member.Name)
            {
                return known;
            }
        }

        var added = type.CreateJsonPropertyInfo(memberType, member.Name);
        type.Properties.Add(added);
        return added;
    }
}
