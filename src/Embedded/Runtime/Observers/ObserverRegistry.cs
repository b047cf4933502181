using System.Collections.Concurrent;
using System.Globalization;

namespace Granary.Embedded.Runtime;

/// <summary>
/// The objects of one silo or client that grains may call. Held weakly, like in a cluster, where nothing tells an object that others still have its
/// reference; in simulation strongly, since there nothing may depend on the garbage collector.
/// </summary>
internal sealed class ObserverRegistry(CallOrigin origin)
{
    private static readonly GrainType Type = GrainType.Create("sys.observer");

    private readonly ConcurrentDictionary<GrainId, LocalObserver> _observers = new();
    private long _last;

    public static bool IsObserver(GrainId id) => id.Type == Type;

    /// <summary>Name of the silo or client that has the object.</summary>
    public static string OwnerOf(GrainId id)
    {
        var key = id.Key.ToString();
        return key[..key.LastIndexOf('.')];
    }

    public GrainId Add(IGrainObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (observer is Grain or GrainProxy)
        {
            throw new ArgumentException("A grain or a reference needs no object reference: use AsReference.", nameof(observer));
        }

        var number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var id = GrainId.Create(Type, $"{origin.Name}.{number}");
        _observers[id] = new LocalObserver(observer, origin);
        return id;
    }

    public void Remove(GrainId id) => _observers.TryRemove(id, out _);

    public void Clear() => _observers.Clear();

    public void Receive(GrainCall call)
    {
        if (!_observers.TryGetValue(call.TargetId, out var observer) || !observer.Receive(call))
        {
            // As in a cluster: nobody answers, so a caller that waits times out.
            _observers.TryRemove(call.TargetId, out _);
            CallLog.ObserverGone(origin.Log, call);
        }
    }
}
