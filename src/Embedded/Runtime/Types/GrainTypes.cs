using System.Collections.Concurrent;
using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>The grain classes of the given assemblies. Immutable.</summary>
internal sealed class GrainTypes
{
    private readonly Dictionary<GrainType, GrainClass> _classes = [];
    private readonly Dictionary<Type, List<GrainClass>> _byInterface = [];
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _resolved = new();

    public GrainTypes(IEnumerable<Assembly> assemblies)
    {
        foreach (var type in assemblies.Distinct().SelectMany(a => a.GetTypes()).Where(IsGrain).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            Add(type);
        }
    }

    public GrainClass? Find(GrainType type) => _classes.GetValueOrDefault(type);

    /// <summary>The class that implements the interface.</summary>
    public GrainClass Resolve(Type interfaceType, string? classNamePrefix) =>
        _resolved.GetOrAdd((interfaceType, classNamePrefix), static (key, self) => self.Choose(key.Interface, key.Prefix), this);

    private static bool IsGrain(Type type) => type is { IsClass: true, IsAbstract: false } && typeof(IGrainBase).IsAssignableFrom(type);

    private void Add(Type type)
    {
        if (!typeof(Grain).IsAssignableFrom(type))
        {
            throw new NotSupportedException($"{type} is a grain that does not derive from Grain; the embedded runtime has none of that kind.");
        }

        if (type.ContainsGenericParameters)
        {
            throw new NotSupportedException($"{type} is generic; the embedded runtime has no generic grain classes.");
        }

        var grainClass = new GrainClass(type);
        if (!_classes.TryAdd(grainClass.Type, grainClass))
        {
            throw new InvalidOperationException(
                $"{type} and {_classes[grainClass.Type].ClrType} both have the grain type '{grainClass.Type}'; tell them apart by [GrainType].");
        }

        foreach (var i in grainClass.Interfaces)
        {
            if (!_byInterface.TryGetValue(i, out var classes))
            {
                _byInterface.Add(i, classes = []);
            }

            classes.Add(grainClass);
        }
    }

    private GrainClass Choose(Type interfaceType, string? prefix)
    {
        var found = _byInterface.GetValueOrDefault(interfaceType) ?? [];
        if (prefix is not null)
        {
            found = [.. found.Where(c => c.ClrType.FullName!.StartsWith(prefix, StringComparison.Ordinal))];
        }

        if (found.Count > 1)
        {
            var byName = found.Where(c => "I" + c.ClrType.Name == interfaceType.Name).ToArray();
            found = byName.Length == 1 ? [.. byName] : found;
        }

        return found.Count switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"No grain class of the registered assemblies implements {interfaceType}."),
            _ => throw new ArgumentException(
                $"Several grain classes implement {interfaceType}: {string.Join(", ", found.Select(c => c.ClrType))}; give the prefix of the class name."),
        };
    }
}
