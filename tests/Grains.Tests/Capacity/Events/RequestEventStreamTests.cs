using System.Text;
using System.Text.Json;
using Granary.Admission;
using Granary.Admission.Events;
using Granary.Grains.Capacity;
using Granary.Grains.Capacity.Events;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Capacity.Events;

public sealed class RequestEventStreamTests
{
    private static readonly ResourceKey Key = new("p", "m", Domain.Chat);
    private readonly EventInstruments _instruments = new();
    private readonly RequestEventStream _stream;

    public RequestEventStreamTests() =>
        _stream = new RequestEventStream(new AdmissionClock(new ManualClock()), _instruments, NullLogger<RequestEventStream>.Instance);

    [Fact]
    public void A_throwing_sink_keeps_no_event_from_the_others()
    {
        var good = new RecordingEventSink(RequestEventKinds.All);
        using var bad = _stream.Attach(new RecordingEventSink(RequestEventKinds.All, static _ => throw new InvalidOperationException("broken")));
        using var attached = _stream.Attach(good);
        _stream.Publish(Event(RequestEventKind.QueueFormed));
        _stream.Publish(Event(RequestEventKind.QueueDrained));
        Assert.Equal([(1L, RequestEventKind.QueueFormed), (2L, RequestEventKind.QueueDrained)], good.Taken.Select(static t => (t.Sequence, t.Event.Kind)));
    }

    [Fact]
    public void Wanted_is_what_the_attached_sinks_take_together()
    {
        Assert.Equal(RequestEventKinds.None, _stream.Wanted);
        var one = _stream.Attach(new RecordingEventSink(RequestEventKinds.Of(RequestEventKind.QueueFormed)));
        var drained = new RecordingEventSink(RequestEventKinds.Of(RequestEventKind.QueueDrained));
        var two = _stream.Attach(drained);
        Assert.Equal(RequestEventKinds.Of(RequestEventKind.QueueFormed, RequestEventKind.QueueDrained), _stream.Wanted);
        one.Dispose();
        one.Dispose();
        Assert.Equal(RequestEventKinds.Of(RequestEventKind.QueueDrained), _stream.Wanted);
        _stream.Publish(Event(RequestEventKind.QueueFormed));
        _stream.Publish(Event(RequestEventKind.QueueDrained));
        Assert.Equal(2, Assert.Single(drained.Taken).Sequence);
        two.Dispose();
        Assert.Equal(RequestEventKinds.None, _stream.Wanted);
    }

    [Fact]
    public void Events_published_from_a_sink_come_after_the_one_it_was_told()
    {
        var seen = new List<RequestEventKind>();
        using var attached = _stream.Attach(new RecordingEventSink(RequestEventKinds.All, happened =>
        {
            seen.Add(happened.Kind);
            if (happened.Kind == RequestEventKind.QueueFormed)
            {
                _stream.Publish(Event(RequestEventKind.QueueDrained));
            }
        }));
        _stream.Publish(Event(RequestEventKind.QueueFormed));
        Assert.Equal([RequestEventKind.QueueFormed, RequestEventKind.QueueDrained], seen);
    }

    [Fact]
    public async Task Many_publishers_are_told_in_one_order_without_gaps()
    {
        var sink = new RecordingEventSink(RequestEventKinds.All);
        using var attached = _stream.Attach(sink);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                _stream.Publish(Event(RequestEventKind.QueueFormed));
            }
        })));
        _stream.Deliver();
        Assert.Equal(Enumerable.Range(1, 8_000).Select(static i => (long)i), sink.Taken.Select(static t => t.Sequence));
    }

    [Fact]
    public void A_full_ring_drops_the_newest_but_keeps_places_for_diagnostics()
    {
        var ring = new RequestEventRing("ring", RequestEventKinds.All, _instruments);
        for (var i = 0; i < RequestEventRing.Capacity; i++)
        {
            ring.Write(i, Event(RequestEventKind.QueueFormed));
        }

        Assert.Equal(RequestEventRing.Capacity - RequestEventRing.Reserved, ring.Count);
        for (var i = 0; i < RequestEventRing.Reserved + 5; i++)
        {
            ring.Write(i, Event(RequestEventKind.ReleaseDiagnostic));
        }

        Assert.Equal(RequestEventRing.Capacity, ring.Count);
        Assert.True(ring.TryRead(out var first));
        Assert.Equal((0L, RequestEventRing.Capacity - 1), (first.Sequence, ring.Count));
        ring.Close();
    }

    [Fact]
    public async Task One_call_through_admission_is_told_in_order_and_its_tenant_only_as_a_hash()
    {
        var rig = new AdmissionRig(cap: 1);
        var sink = new RecordingEventSink(RequestEventKinds.All);
        using var attached = rig.Admission.Events.Attach(sink);
        var request = AdmissionRig.Ask() with { Tenant = "marker-tenant", Attempt = 255 };
        var waiting = rig.Admission.AcquireAsync(request, CancellationToken.None);
        rig.Pass();
        rig.Admission.Release((await waiting).Lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(1)));
        Assert.Equal(
            [
                RequestEventKind.QueueFormed, RequestEventKind.WaitStarted, RequestEventKind.ShareChanged, RequestEventKind.WaitCompleted,
                RequestEventKind.LeaseAcquired, RequestEventKind.QueueDrained, RequestEventKind.LeaseReleased,
            ],
            sink.Taken.Select(static t => t.Event.Kind));
        Assert.Equal(Enumerable.Range(1, 7).Select(static i => (long)i), sink.Taken.Select(static t => t.Sequence));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RequestEventJson.Write(writer, 5, sink.Taken[4].Event, "silo-a");
        }

        var json = Encoding.UTF8.GetString(stream.ToArray());
        Assert.DoesNotContain("marker", json, StringComparison.Ordinal);
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(
            ("request_lease_acquired", "requests", "silo-a", "silo-a/ff", 5),
            (root.GetProperty("kind").GetString(), root.GetProperty("stream").GetString(), root.GetProperty("silo").GetString(),
                root.GetProperty("requestAttemptId").GetString(), root.GetProperty("sequence").GetInt32()));
        Assert.Equal("chat", root.GetProperty("resourceKey").GetProperty("domain").GetString());
        Assert.Equal(RequestEventJson.TenantHash("marker-tenant"), root.GetProperty("flowKey").GetProperty("tenant").GetString());
        Assert.Equal(1, root.GetProperty("snapshot").GetProperty("inFlight").GetInt32());
        Assert.Equal(1, root.GetProperty("diagnostics").GetProperty("limit").GetInt32());
    }

    [Fact]
    public void Values_that_json_does_not_know_are_text()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RequestEventJson.Write(
                writer, 1,
                Event(RequestEventKind.RateLimited) with
                {
                    Correlation = new RequestCorrelation("r_1", "c", null, "t", "s"),
                    Facts = [new("a", double.PositiveInfinity), new("b", double.NaN), new("c", true), new("d", new string('x', 5_000)), new("e", Key)],
                },
                "s");
        }

        var root = JsonDocument.Parse(stream.ToArray()).RootElement;
        var facts = root.GetProperty("diagnostics");
        Assert.Equal(("Infinity", "NaN", true), (facts.GetProperty("a").GetString(), facts.GetProperty("b").GetString(), facts.GetProperty("c").GetBoolean()));
        Assert.Equal((1_024, "ResourceKey"), (facts.GetProperty("d").GetString()!.Length, facts.GetProperty("e").GetString()));
        Assert.Equal(["runId", "column", "traceId", "spanId"], root.GetProperty("correlation").EnumerateObject().Select(static p => p.Name));
    }

    private static RequestEvent Event(RequestEventKind kind) => new(kind, 0, Key);
}
