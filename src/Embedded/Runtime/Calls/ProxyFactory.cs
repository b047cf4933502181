using System.Collections.Concurrent;

namespace Granary.Embedded.Runtime;

/// <summary>Makes references. Thread-safe.</summary>
internal sealed class ProxyFactory(GrainTypes types)
{
    private readonly ConcurrentDictionary<Type, InterfaceMap> _maps = new();

    public object Create(Type interfaceType, GrainId id, CallOrigin origin)
    {
        var grainClass = ObserverRegistry.IsObserver(id)
            ? null
            : types.Find(id.Type) ?? throw new ArgumentException($"There is no grain class of type '{id.Type}'.", nameof(id));
        return _maps.GetOrAdd(interfaceType, static type => new InterfaceMap(type)).Reference(id, grainClass, origin);
    }

    public object Create(Type interfaceType, string? classNamePrefix, IdSpan key, CallOrigin origin)
    {
        var grainClass = types.Resolve(interfaceType, classNamePrefix);
        var map = _maps.GetOrAdd(interfaceType, static type => new InterfaceMap(type));
        return map.Reference(new GrainId(grainClass.Type, key), grainClass, origin);
    }
}
