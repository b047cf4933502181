using System.Buffers;
using System.Text;
using System.Text.Json;
using Granary.Admission;
using Granary.Admission.Events;
using Granary.Grains.Capacity;
using Granary.Grains.Capacity.Events;
using Granary.Grains.Events;
using Granary.Grains.Tests.Capacity;
using Granary.Scheduling.Events;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Events;

/// <summary>The request stream has one source; whoever follows runs gets its events with the numbers they have there, on the clock of the scheduler stream.</summary>
public sealed class RequestEventBridgeTests
{
    private static readonly ResourceKey Key = new("p", "m", Domain.Chat);
    private static readonly RequestCorrelation OfTask = new("r_1", "c", null, null, null, new RequestTask("silo-1/a/7", 2, 3, "cell", "model", "0123456789abcdef"));

    private readonly ManualClock _clock = new();
    private readonly AdmissionClock _admissionClock;
    private readonly RequestEventStream _source;
    private readonly EventStreams _streams;

    public RequestEventBridgeTests()
    {
        // Its seconds begin later than those of the process.
        _clock.Advance(TimeSpan.FromSeconds(1.3));
        _admissionClock = new AdmissionClock(_clock);
        _source = new RequestEventStream(_admissionClock, new EventInstruments(), NullLogger<RequestEventStream>.Instance);
        _streams = new EventStreams(_clock, "silo-1", NullLogger<EventStreams>.Instance);
        _ = new RequestEventBridge(_streams, _source, _admissionClock).StartAsync(CancellationToken.None);
    }

    [Fact]
    public void Source_is_listened_to_only_while_somebody_wants_the_request_stream()
    {
        Assert.Equal(0u, _source.Wanted.Mask);
        using (_streams.Add(new ListSink(SchedulerEventSet.All)))
        {
            Assert.Equal(0u, _source.Wanted.Mask);
            using (_streams.Add(new ListSink(SchedulerEventSet.None, requests: true)))
            {
                Assert.Equal(RequestEventKinds.All, _source.Wanted);
            }
        }

        Assert.Equal(0u, _source.Wanted.Mask);
    }

    [Fact]
    public void Listener_that_came_before_the_source_is_heard()
    {
        var streams = new EventStreams(_clock, "silo-1", NullLogger<EventStreams>.Instance);
        var sink = new ListSink(SchedulerEventSet.None, requests: true);
        streams.Add(sink);
        _ = new RequestEventBridge(streams, _source, _admissionClock).StartAsync(CancellationToken.None);
        _source.Publish(new RequestEvent(RequestEventKind.QueueFormed, _admissionClock.Now, Key));

        Assert.Equal(("request_queue_formed", 1L), (Assert.Single(sink.Events).Kind, sink.Events[0].Sequence));
    }

    [Fact]
    public void Event_keeps_its_number_and_its_task_and_shows_the_instant_of_the_process()
    {
        var sink = new ListSink(SchedulerEventSet.None, requests: true);
        _streams.Add(sink);
        _clock.Advance(TimeSpan.FromTicks(1_234_567));
        _source.Publish(new RequestEvent(RequestEventKind.QueueFormed, _admissionClock.Now, Key));
        _source.Publish(new RequestEvent(RequestEventKind.WaitStarted, _admissionClock.Now, Key) { Attempt = 255, Correlation = OfTask });

        Assert.Equal([1L, 2L], sink.Events.Select(static e => e.Sequence));
        Assert.Null(sink.Events[0].Correlation);
        var e = sink.Events[1];
        Assert.Equal((_streams.Now, "silo-1/ff", "p/m/Chat"), (e.At, e.RequestAttemptId, e.ResourceKey));
        Assert.Equal(new EventCorrelation("r_1", 2, 3, "c", "cell", "model", "0123456789abcdef", "silo-1/a/7"), e.Correlation);

        var text = new ArrayBufferWriter<byte>();
        EventText.Write(e, text);
        var json = JsonElement.Parse(Encoding.UTF8.GetString(text.WrittenSpan));
        Assert.Equal((_streams.Now, "silo-1/ff", "requests"), (json.GetProperty("at").GetDouble(), json.GetProperty("requestAttemptId").GetString(), json.GetProperty("stream").GetString()));
        Assert.Equal(
            ["runId", "session", "rowGroup", "column", "taskType", "groupKind", "groupIdentityHash", "taskExecutionId"],
            json.GetProperty("correlation").EnumerateObject().Select(static field => field.Name));
    }

    [Fact]
    public void Instants_of_both_clocks_are_equal_to_the_last_bit()
    {
        for (var step = 1; step < 5_000; step++)
        {
            _clock.Advance(TimeSpan.FromTicks(7_919L * step));
            Assert.Equal(_streams.Now, _admissionClock.OnProcessClock(_admissionClock.Now));
        }
    }

    [Fact]
    public async Task Refused_call_of_a_task_is_told_with_its_reason_and_belongs_to_the_task()
    {
        var rig = new AdmissionRig(cap: 1);
        var sink = new ListSink(SchedulerEventSet.None, requests: true);
        var streams = new EventStreams(rig.Clock, "silo-1", NullLogger<EventStreams>.Instance);
        streams.Add(sink);
        await new RequestEventBridge(streams, rig.Admission.Events, new AdmissionClock(rig.Clock)).StartAsync(CancellationToken.None);
        await rig.Admission.CloseAsync(CancellationToken.None);

        var refused = await rig.Admission.AcquireAsync(AdmissionRig.Ask() with { Attempt = 9, Correlation = OfTask }, CancellationToken.None);

        Assert.Equal(DenialReason.Shutdown, refused.Denial!.Reason);
        var told = Assert.Single(sink.Events, static e => e.RequestAttemptId is not null);
        Assert.Equal(("request_acquire_denied", "shutdown", "silo-1/a/7"), (told.Kind, told.Reason, told.Correlation!.TaskExecutionId));
    }
}
