using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Granary.Grains.Capacity.Events;
using Granary.Grains.Events;
using Granary.Scheduling.Events;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Events;

public sealed class EventStreamsTests
{
    private readonly EventStreams _streams = new(new ManualClock(), "silo-1", NullLogger<EventStreams>.Instance);
    private readonly EventCorrelation _run = new("r_1", 2, 3, "c");

    [Fact]
    public void Nothing_is_wanted_without_a_sink_and_then_what_the_sinks_want()
    {
        Assert.Equal(0UL, _streams.Wanted.Bits);
        using (_streams.Add(new ListSink(SchedulerEventSet.Of(SchedulerEventKind.Selected))))
        using (_streams.Add(new ListSink(SchedulerEventSet.Of(SchedulerEventKind.Cancelled), requests: true)))
        {
            Assert.True(_streams.Hears(SchedulerEventKind.Selected) && _streams.Hears(SchedulerEventKind.Cancelled) && _streams.HearsRequests);
            Assert.False(_streams.Hears(SchedulerEventKind.QueueEmpty));
        }

        Assert.Equal((0UL, false), (_streams.Wanted.Bits, _streams.HearsRequests));
    }

    [Fact]
    public void Scheduler_stream_is_numbered_here_and_the_request_stream_by_its_source()
    {
        var sink = new ListSink(SchedulerEventSet.All, requests: true);
        _streams.Add(sink);
        _streams.Emit(SchedulerEventKind.RowGroupAdmitted, _run);
        _streams.Emit(new StreamEvent(StreamEvent.Requests, "request_wait_started", 0, _run) { Sequence = 17 });
        _streams.Emit(SchedulerEventKind.CellsReplayed, _run);

        Assert.Equal([("scheduler", 1L), ("requests", 17L), ("scheduler", 2L)], sink.Events.Select(static e => (e.Stream, e.Sequence)));
        Assert.All(sink.Events, static e => Assert.Equal("silo-1", e.Silo));
    }

    [Fact]
    public void Sink_that_throws_loses_its_event_and_nobody_elses()
    {
        var sink = new ListSink(SchedulerEventSet.All);
        _streams.Add(new ThrowingSink());
        _streams.Add(sink);
        _streams.Emit(SchedulerEventKind.RowGroupAdmitted, _run);
        _streams.Emit(SchedulerEventKind.CellsReplayed, _run);

        Assert.Equal((2, 2L), (sink.Events.Count, _streams.SinkErrors));
    }

    [Fact]
    public void Failures_of_sinks_are_counted_by_stream()
    {
        List<string> counted = [];
        using var instruments = new EventInstruments();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listening) =>
        {
            if (instrument.Name == "event_sink_errors_total")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (Equals(tags[1].Value, nameof(ThrowingSink)))
            {
                counted.Add($"{tags[0].Value}");
            }
        });
        listener.Start();
        var streams = new EventStreams(new ManualClock(), "silo-1", NullLogger<EventStreams>.Instance, instruments);
        streams.Add(new ThrowingSink());
        streams.Emit(SchedulerEventKind.RowGroupAdmitted, _run);
        streams.Emit(new StreamEvent(StreamEvent.Requests, "request_wait_started", 0, _run));

        Assert.Equal(["scheduler", "request"], counted);
    }

    [Fact]
    public void Text_is_one_object_a_line_with_primitives_and_bounds()
    {
        var many = Enumerable.Range(0, 70).Select(static i => ($"n{i}", (object?)i)).ToArray();
        var e = new StreamEvent(StreamEvent.Scheduler, "selected", 1.5, _run)
        {
            TaskId = "task-1",
            Reason = new string('x', 500),
            Diagnostics = [("nan", double.NaN), ("object", new object()), ("nothing", null), .. many],
        };
        var buffer = new ArrayBufferWriter<byte>();
        EventText.Write(e, buffer);

        var line = Encoding.UTF8.GetString(buffer.WrittenSpan);
        Assert.EndsWith("}\n", line, StringComparison.Ordinal);
        var json = JsonElement.Parse(line);
        Assert.Equal(("selected", 1.5, "r_1", 3L, "c"), (
            json.GetProperty("kind").GetString(),
            json.GetProperty("at").GetDouble(),
            json.GetProperty("correlation").GetProperty("runId").GetString(),
            json.GetProperty("correlation").GetProperty("rowGroup").GetInt64(),
            json.GetProperty("correlation").GetProperty("column").GetString()));
        var diagnostics = json.GetProperty("diagnostics");
        Assert.Equal(("NaN", "Object", 9), (diagnostics.GetProperty("nan").GetString(), diagnostics.GetProperty("object").GetString(), diagnostics.GetProperty("more").GetInt32()));
        Assert.Equal(128, json.GetProperty("reason").GetString()!.Length);
        Assert.InRange(buffer.WrittenCount, 1, 8 * 1024);
    }

    private sealed class ThrowingSink : IEventSink
    {
        public SchedulerEventSet Wants => SchedulerEventSet.All;

        public bool WantsRequests => false;

        public void Take(StreamEvent e) => throw new InvalidOperationException("no");
    }
}
