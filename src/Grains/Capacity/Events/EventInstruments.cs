using System.Diagnostics.Metrics;

namespace Granary.Grains.Capacity.Events;

/// <summary>What goes wrong with events: sinks that fail, events that find a ring full.</summary>
internal sealed class EventInstruments : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _sinkErrors;
    private readonly Counter<long> _dropped;

    public EventInstruments(IMeterFactory? meters = null)
    {
        _meter = meters?.Create("Granary.Requests") ?? new Meter("Granary.Requests");
        _sinkErrors = _meter.CreateCounter<long>("event_sink_errors_total", description: "Events that a sink failed on.");
        _dropped = _meter.CreateCounter<long>("events_dropped_total", description: "Events that found a sink's ring full.");
    }

    public void SinkFailed(string sink, string stream = "request") =>
        _sinkErrors.Add(1, new KeyValuePair<string, object?>("stream", stream), new KeyValuePair<string, object?>("sink", sink));

    public void Dropped(string sink, string stream = "request") =>
        _dropped.Add(1, new KeyValuePair<string, object?>("stream", stream), new KeyValuePair<string, object?>("sink", sink));

    public void Dispose() => _meter.Dispose();
}
