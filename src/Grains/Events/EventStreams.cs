using System.Collections.Immutable;
using Granary.Grains.Capacity.Events;
using Granary.Scheduling.Events;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Events;

/// <summary>
/// The two event streams of this silo. An event is made only when a sink wants its kind (one bit test), gets its number under a lock that covers nothing
/// else than handing it to the sinks, and is lost for a sink that throws, never for the others. Events of the request stream come with the number of
/// their source. Thread-safe.
/// </summary>
internal sealed partial class EventStreams(TimeProvider time, string silo, ILogger<EventStreams> logger, EventInstruments? instruments = null)
{
    private static readonly TimeSpan _logPeriod = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private ImmutableArray<IEventSink> _sinks = [];
    private long _scheduler;
    private Action<bool>? _source;
    private ulong _wanted;
    private volatile bool _wantsRequests;
    private DateTimeOffset _logged;

    /// <summary>Scheduler kinds that somebody wants.</summary>
    public SchedulerEventSet Wanted => new(Volatile.Read(ref _wanted));

    /// <summary>Somebody wants the request stream.</summary>
    public bool HearsRequests => _wantsRequests;

    /// <summary>Exceptions of sinks.</summary>
    public long SinkErrors { get; private set; }

    /// <summary>Name of this silo in events.</summary>
    public string Silo => silo;

    /// <summary>Seconds of the monotonic clock, the time of events.</summary>
    public double Now => time.GetTimestamp() / (double)time.TimestampFrequency;

    /// <summary>Somebody wants that kind.</summary>
    public bool Hears(SchedulerEventKind kind) => Wanted.Has(kind);

    /// <summary>Adds a sink until the answer is disposed.</summary>
    public IDisposable Add(IEventSink sink)
    {
        lock (_gate)
        {
            _sinks = _sinks.Add(sink);
        }

        Refresh();
        return new Subscription(this, sink);
    }

    /// <summary>Who brings the request stream. Told, from now on and under the lock, whenever somebody begins or ceases to want it.</summary>
    public void BringRequests(Action<bool> wanted)
    {
        lock (_gate)
        {
            _source = wanted;
            wanted(_wantsRequests);
        }
    }

    /// <summary>A sink wants other kinds than before.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var wanted = SchedulerEventSet.None;
            var requests = false;
            foreach (var sink in _sinks)
            {
                wanted |= sink.Wants;
                requests |= sink.WantsRequests;
            }

            Volatile.Write(ref _wanted, wanted.Bits);
            if (_wantsRequests != requests)
            {
                _wantsRequests = requests;
                _source?.Invoke(requests);
            }
        }
    }

    /// <summary>Makes and emits an event of the scheduler stream, if somebody wants its kind.</summary>
    public void Emit(
        SchedulerEventKind kind, EventCorrelation? correlation, string? reason = null, string? taskId = null, params ReadOnlySpan<(string Name, object? Value)> diagnostics)
    {
        if (Hears(kind))
        {
            Emit(new StreamEvent(StreamEvent.Scheduler, kind.Name(), Now, correlation) { Reason = reason, TaskId = taskId, Diagnostics = diagnostics.ToArray() });
        }
    }

    /// <summary>Emits an event that was made. One of the request stream has its number already.</summary>
    public void Emit(StreamEvent e)
    {
        lock (_gate)
        {
            var numbered = e with { Sequence = e.Stream == StreamEvent.Scheduler ? ++_scheduler : e.Sequence, Silo = silo };
            foreach (var sink in _sinks)
            {
                try
                {
                    sink.Take(numbered);
                }
                catch (Exception failure)
                {
                    SinkErrors++;
                    instruments?.SinkFailed(sink.GetType().Name, Label(e.Stream));
                    Complain(sink, failure);
                }
            }
        }
    }

    /// <summary>How metrics name a stream.</summary>
    public static string Label(string stream) => stream == StreamEvent.Scheduler ? "scheduler" : "request";

    private void Complain(IEventSink sink, Exception failure)
    {
        var now = time.GetUtcNow();
        if (now - _logged >= _logPeriod)
        {
            _logged = now;
            LogSink(sink.GetType().Name, SinkErrors, failure);
        }
    }

    private void Remove(IEventSink sink)
    {
        lock (_gate)
        {
            _sinks = _sinks.Remove(sink);
        }

        Refresh();
    }

    [LoggerMessage(2701, LogLevel.Warning, "The event sink {Sink} failed ({Count} events were lost for one so far); nothing else is affected")]
    private partial void LogSink(string sink, long count, Exception exception);

    private sealed class Subscription(EventStreams streams, IEventSink sink) : IDisposable
    {
        public void Dispose() => streams.Remove(sink);
    }
}
