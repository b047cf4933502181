using Granary.Embedded.Runtime;

namespace Granary.Embedded;

/// <summary>Identity of grains and references, and references to oneself.</summary>
public static class GrainExtensions
{
    /// <summary>A reference of that interface to the grain, which others may keep and call. Within a grain: a reference to itself.</summary>
    /// <exception cref="ArgumentException">It is neither a grain nor a reference.</exception>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)AsReference(grain, typeof(TGrainInterface));

    /// <inheritdoc cref="AsReference{TGrainInterface}"/>
    public static object AsReference(this IAddressable grain, Type interfaceType)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(interfaceType);
        return grain switch
        {
            GrainProxy proxy => proxy.Origin.Proxies.Create(interfaceType, proxy.GrainId, proxy.Origin),
            Grain own => ((Activation)own.GrainContext).Silo.Proxies.Create(interfaceType, own.GrainContext.GrainId, ((Activation)own.GrainContext).Silo),
            _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference; CreateObjectReference makes one of an observer.", nameof(grain)),
        };
    }

    /// <summary>The same reference by another interface of the grain.</summary>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => AsReference<TGrainInterface>(grain);

    /// <summary>Identity of the grain.</summary>
    /// <exception cref="ArgumentException">It is neither a grain nor a reference.</exception>
    public static GrainId GetGrainId(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainProxy proxy => proxy.GrainId,
            IGrainBase own => own.GrainContext.GrainId,
            _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference.", nameof(grain)),
        };
    }

    /// <summary>The GUID key.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetGrainId().GetGuidKey();

    /// <summary>The integer key.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetGrainId().GetIntegerKey();

    /// <summary>The string key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();
}
