using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Granary.Architecture.Tests.House;

namespace Granary.Architecture.Tests.Contracts;

/// <summary>The grain interfaces of the house, and every type that travels in their calls.</summary>
internal static class WireTypes
{
    private static readonly HashSet<Type> Leaves =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Uri), typeof(ReadOnlyMemory<byte>), typeof(CancellationToken),
    ];

    private static readonly HashSet<Type> Containers =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>),
        typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>),
    ];

    private static readonly HashSet<Type> Answers = [typeof(Task<>), typeof(ValueTask<>), typeof(IAsyncEnumerable<>)];

    /// <summary>All types of our assemblies except those of the runtime itself.</summary>
    public static IReadOnlyList<Type> All { get; } = Repository.Projects
        .Where(static project => project.Name is not ("Embedded" or "Cli"))
        .SelectMany(static project => project.Load().GetTypes())
        .Where(static type => type.Namespace?.StartsWith("Granary.", StringComparison.Ordinal) == true)
        .ToList();

    /// <summary>Grain and observer interfaces.</summary>
    public static IReadOnlyList<Type> GrainInterfaces { get; } = All.Where(WireAttributes.IsGrainInterface).ToList();

    /// <summary>Types of ours that travel, each with the way it was reached.</summary>
    public static IReadOnlyDictionary<Type, string> Messages => Found.Messages;

    /// <summary>Types that may not travel, with the way they were reached.</summary>
    public static IReadOnlyList<string> Strange => Found.Strange;

    private static (Dictionary<Type, string> Messages, List<string> Strange) Found { get; } = Walk();

    /// <summary>Members that hold the state of a type.</summary>
    public static IEnumerable<FieldInfo> Fields(Type type)
    {
        const BindingFlags declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(declared))
            {
                yield return field;
            }
        }
    }

    /// <summary>The property an automatic field belongs to, or the field itself.</summary>
    public static MemberInfo Declared(FieldInfo field)
    {
        if (!field.IsDefined(typeof(CompilerGeneratedAttribute)) || !field.Name.StartsWith('<'))
        {
            return field;
        }

        var name = field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)];
        return field.DeclaringType!.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) ?? (MemberInfo)field;
    }

    private static (Dictionary<Type, string> Messages, List<string> Strange) Walk()
    {
        var messages = new Dictionary<Type, string>();
        var strange = new List<string>();
        foreach (var grain in GrainInterfaces)
        {
            foreach (var method in grain.GetMethods())
            {
                var way = $"{grain.Name}.{method.Name}";
                Visit(method.ReturnType, way);
                Array.ForEach(method.GetParameters(), parameter => Visit(parameter.ParameterType, way));
            }
        }

        return (messages, strange);

        void Visit(Type type, string way)
        {
            if (type.IsPrimitive || Leaves.Contains(type) || type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask) || WireAttributes.IsGrainInterface(type))
            {
                return;
            }

            if (type.IsGenericType && (Containers.Contains(type.GetGenericTypeDefinition()) || Answers.Contains(type.GetGenericTypeDefinition())))
            {
                Array.ForEach(type.GetGenericArguments(), argument => Visit(argument, way));
                return;
            }

            if (type.Namespace?.StartsWith("Granary.", StringComparison.Ordinal) != true || type.IsInterface || type.IsArray)
            {
                strange.Add($"{way}: {type} is not an immutable type that every runtime carries.");
                return;
            }

            if (messages.TryAdd(type, way) && !type.IsEnum)
            {
                foreach (var field in Fields(type))
                {
                    Visit(field.FieldType, $"{way} → {type.Name}.{Declared(field).Name}");
                }
            }
        }
    }
}
