using System.Threading.Channels;
using Granary.Admission.Events;

namespace Granary.Grains.Capacity.Events;

/// <summary>
/// A sink for readers that take their time: holds up to 65,536 events, of which 1,024 places are kept for diagnostics. When it is full the newest
/// event is dropped and counted; nobody ever waits for the reader. One reader.
/// </summary>
internal sealed class RequestEventRing(string name, RequestEventKinds kinds, EventInstruments instruments) : IRequestEventSink
{
    public const int Capacity = 65_536;
    public const int Reserved = 1_024;
    private readonly Channel<(long Sequence, RequestEvent Event)> _events =
        Channel.CreateUnbounded<(long, RequestEvent)>(new UnboundedChannelOptions { SingleReader = true });

    private int _count;

    public string Name => name;

    public RequestEventKinds Kinds => kinds;

    /// <summary>Events held.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Write(long sequence, RequestEvent happened)
    {
        var room = RequestEventKinds.Diagnostics.Has(happened.Kind) ? Capacity : Capacity - Reserved;
        if (Volatile.Read(ref _count) >= room)
        {
            instruments.Dropped(name);
            return;
        }

        Interlocked.Increment(ref _count);
        _events.Writer.TryWrite((sequence, happened));
    }

    /// <summary>The next event, if there is one.</summary>
    public bool TryRead(out (long Sequence, RequestEvent Event) next)
    {
        if (!_events.Reader.TryRead(out next))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        return true;
    }

    /// <summary>Completes when there is something to read; false when the ring was closed and is empty.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _events.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>No more events will come.</summary>
    public void Close() => _events.Writer.TryComplete();
}
