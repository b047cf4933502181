using System.Collections.Frozen;
using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>The methods of one interface, and the pattern of its references.</summary>
internal sealed class InterfaceMap
{
    private readonly FrozenDictionary<MethodInfo, GrainMethod> _methods;
    private readonly GrainProxy _pattern;

    public InterfaceMap(Type type)
    {
        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type))
        {
            throw new ArgumentException($"{type} is no grain or observer interface.", nameof(type));
        }

        _methods = type.GetInterfaces().Append(type)
            .SelectMany(i => i.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(m => !m.IsStatic)
            .ToFrozenDictionary(m => m, GrainMethod.Of);
        _pattern = (GrainProxy)DispatchProxy.Create(type, typeof(GrainProxy));
    }

    public GrainMethod Find(MethodInfo method) => _methods[method];

    public object Reference(GrainId id, GrainClass? grainClass, CallOrigin origin) => _pattern.To(this, id, grainClass, origin);
}
