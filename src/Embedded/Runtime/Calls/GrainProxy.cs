using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>A reference to a grain or observer: implements the interface, each method a call. Equal to others to the same grain.</summary>
internal class GrainProxy : DispatchProxy, IAddressable, IEquatable<GrainProxy>
{
    private InterfaceMap _methods = null!;

    public GrainId GrainId { get; private set; }

    /// <summary>The class of the grain; null for observers.</summary>
    public GrainClass? Class { get; private set; }

    /// <summary>Sends the calls made where nothing else says who calls.</summary>
    public CallOrigin Origin { get; private set; } = null!;

    /// <summary>A reference of the same interface to another grain; this one is only the pattern.</summary>
    public GrainProxy To(InterfaceMap methods, GrainId id, GrainClass? grainClass, CallOrigin origin)
    {
        var proxy = (GrainProxy)MemberwiseClone();
        proxy._methods = methods;
        proxy.GrainId = id;
        proxy.Class = grainClass;
        proxy.Origin = origin;
        return proxy;
    }

    public bool Equals(GrainProxy? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainProxy);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => GrainId.ToString();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _methods.Find(targetMethod!).Call(this, args ?? []);
}
