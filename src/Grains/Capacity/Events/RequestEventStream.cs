using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Granary.Admission.Events;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Capacity.Events;

/// <summary>
/// The request stream of this process. Events are numbered when they happen, under the lock of whoever made them, and told to the sinks by one
/// thread at a time with no lock held: whoever comes while another is telling leaves its events to that one. What a sink throws is counted and
/// changes nothing.
/// </summary>
internal sealed partial class RequestEventStream(AdmissionClock clock, EventInstruments instruments, ILogger<RequestEventStream> logger) : IRequestEvents
{
    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);
    private readonly ConcurrentQueue<(long Sequence, RequestEvent Event)> _pending = new();
    private readonly Lock _numbering = new();
    private ImmutableArray<IRequestEventSink> _sinks = [];
    private long _sequence;
    private double _quietUntil = double.NegativeInfinity;
    private uint _wanted;
    private int _telling;

    /// <inheritdoc/>
    public double Now => clock.Now;

    /// <inheritdoc/>
    public RequestEventKinds Wanted => new(Volatile.Read(ref _wanted));

    /// <inheritdoc/>
    public void Publish(RequestEvent happened)
    {
        Enqueue(happened);
        Deliver();
    }

    /// <inheritdoc/>
    public IDisposable Attach(IRequestEventSink sink)
    {
        Change(sinks => sinks.Add(sink));
        return new Attachment(this, sink);
    }

    /// <summary>Numbers an event. The caller may hold its own lock; it calls <see cref="Deliver"/> when it does not.</summary>
    public void Enqueue(RequestEvent happened)
    {
        lock (_numbering)
        {
            _pending.Enqueue((++_sequence, happened));
        }
    }

    /// <summary>Tells the sinks what is pending. No lock may be held.</summary>
    public void Deliver()
    {
        // Looked at again after each turn: an event that came while the turn ended is not left behind.
        while (!_pending.IsEmpty && Interlocked.Exchange(ref _telling, 1) == 0)
        {
            try
            {
                while (_pending.TryDequeue(out var next))
                {
                    Tell(next.Sequence, next.Event);
                }
            }
            finally
            {
                // A whole fence: without one the look above may come first, while who published just now still sees somebody telling.
                Interlocked.Exchange(ref _telling, 0);
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "a sink may throw anything, and nothing of it may reach a decision")]
    private void Tell(long sequence, RequestEvent happened)
    {
        foreach (var sink in _sinks)
        {
            if (!sink.Kinds.Has(happened.Kind))
            {
                continue;
            }

            try
            {
                sink.Write(sequence, happened);
            }
            catch (Exception failure)
            {
                instruments.SinkFailed(sink.Name);
                if (clock.Now >= _quietUntil)
                {
                    _quietUntil = clock.Now + LogEvery.TotalSeconds;
                    LogSinkFailed(sink.Name, RequestEventNames.Of(happened.Kind), failure);
                }
            }
        }
    }

    private void Change(Func<ImmutableArray<IRequestEventSink>, ImmutableArray<IRequestEventSink>> change)
    {
        lock (_numbering)
        {
            _sinks = change(_sinks);
            var wanted = RequestEventKinds.None;
            foreach (var sink in _sinks)
            {
                wanted |= sink.Kinds;
            }

            Volatile.Write(ref _wanted, wanted.Mask);
        }
    }

    [LoggerMessage(EventId = 1030, Level = LogLevel.Warning, Message = "Event sink {Sink} failed on {Kind}; further failures are counted, and logged once a minute.")]
    private partial void LogSinkFailed(string sink, string kind, Exception failure);

    private sealed class Attachment(RequestEventStream stream, IRequestEventSink sink) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                stream.Change(sinks => sinks.Remove(sink));
            }
        }
    }
}
