using System.Collections.Concurrent;
using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>What the runtime knows of a grain class.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<MethodInfo, MethodInfo> _implementations = new();

    public GrainClass(Type type)
    {
        ClrType = type;
        Type = GrainType.Create(type.GetCustomAttribute<GrainTypeAttribute>()?.Name ?? DefaultName(type));
        Interfaces = [.. type.GetInterfaces().Where(i => typeof(IAddressable).IsAssignableFrom(i))];
        MayInterleave = Predicate(type);
        IsIncomingFilter = typeof(IIncomingGrainCallFilter).IsAssignableFrom(type);
        var worker = type.GetCustomAttribute<StatelessWorkerAttribute>();
        IsStatelessWorker = worker is not null;
        MaxWorkers = worker?.MaxLocalWorkers ?? 0;
        Placement = type.GetCustomAttribute<PlacementAttribute>() switch
        {
            PreferLocalPlacementAttribute => GrainPlacement.PreferLocal,
            HashBasedPlacementAttribute => GrainPlacement.Hash,
            _ => GrainPlacement.Random,
        };
        CollectionAge = type.IsDefined(typeof(KeepAliveAttribute)) ? TimeSpan.MaxValue : type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        Activator = new GrainActivator(type);
    }

    public Type ClrType { get; }

    public GrainType Type { get; }

    public IReadOnlyList<Type> Interfaces { get; }

    public GrainActivator Activator { get; }

    /// <summary>Says whether a call may interleave; null: none may by the class alone.</summary>
    public Func<object, IInvokable, bool>? MayInterleave { get; }

    public bool IsIncomingFilter { get; }

    public bool IsStatelessWorker { get; }

    /// <summary>Workers per silo and key; 0: the default.</summary>
    public int MaxWorkers { get; }

    public GrainPlacement Placement { get; }

    /// <summary>Idle time after which an activation ends; null: the default.</summary>
    public TimeSpan? CollectionAge { get; }

    public MethodInfo ImplementationOf(MethodInfo method) => _implementations.GetOrAdd(method, Find);

    public override string ToString() => Type.ToString();

    private static string DefaultName(Type type)
    {
        var name = type.Name.EndsWith("Grain", StringComparison.Ordinal) && type.Name.Length > 5 ? type.Name[..^5] : type.Name;
#pragma warning disable CA1308 // The names of grain types are lower case.
        return name.ToLowerInvariant();
#pragma warning restore CA1308
    }

    private static Func<object, IInvokable, bool>? Predicate(Type type)
    {
        if (type.IsDefined(typeof(ReentrantAttribute)))
        {
            return static (_, _) => true;
        }

        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { CallbackMethodName: var name })
        {
            return null;
        }

        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        var method = type.GetMethod(name, Any, [typeof(IInvokable)]);
        if (method is null || method.ReturnType != typeof(bool))
        {
            throw new InvalidOperationException($"{type} says MayInterleave(\"{name}\"), but has no method bool {name}(IInvokable).");
        }

        return method.IsStatic
            ? (_, call) => (bool)method.Invoke(null, [call])!
            : (grain, call) => (bool)method.Invoke(grain, [call])!;
    }

    private MethodInfo Find(MethodInfo method)
    {
        if (method.DeclaringType is not { IsInterface: true } declaring || !declaring.IsAssignableFrom(ClrType))
        {
            return method;
        }

        var map = ClrType.GetInterfaceMap(declaring);
        var index = Array.IndexOf(map.InterfaceMethods, method);
        return index < 0 ? method : map.TargetMethods[index];
    }
}
