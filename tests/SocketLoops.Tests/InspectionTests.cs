using System.Diagnostics.Metrics;
using System.Net;
using Granary.SocketLoops.Epoll;
using Granary.SocketLoops.Inspection;
using Granary.SocketLoops.Tests.Conformance;
using Granary.SocketLoops.Tests.Epoll;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.SocketLoops.Tests;

public sealed class InspectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task View_shows_backend_loops_listeners_and_connections_without_their_bytes()
    {
        await using var server = await TestServer.HttpAsync(new EpollByteTests(), static context => context.Response.WriteAsync("hello"));
        using var client = KestrelSuite.Client(HttpVersion.Version11);
        await client.GetStringAsync(server.Address, Token).Within();
        var inspector = server.Services.GetRequiredService<LoopInspector>();
        await Until.HoldsAsync(() => inspector.View(true).Connections!.Any(static connection => connection.WaitsFor == "client"), () => "nobody waits for its client");
        var view = inspector.View(connections: true);
        Assert.Equal(("epoll", "epoll"), (view.Requested, view.InUse));
        var loop = Assert.Single(view.Loops);
        Assert.Equal((1, 1L, 0L, -1), (loop.Connections, loop.Accepts, loop.Closes, loop.Cpu));
        Assert.True(loop.BytesIn > 0 && loop.BytesOut > 0 && loop.Blocks > 0);
        Assert.Equal((1L, 0L, false), (Assert.Single(view.Listeners).Accepted, view.Listeners[0].Refused, view.Listeners[0].Paused));
        Assert.Equal((0L, 0L, false), (Assert.Single(view.Connections!).Unread, view.Connections![0].Unsent, view.Connections[0].WritePaused));
        Assert.Equal("1024", view.Settings["PostCapacity"]);
        Assert.Null(inspector.View(connections: false).Connections);
        Assert.Null(inspector.Liveness());
    }

    [Fact]
    public async Task Tuning_changes_while_running_and_everything_else_needs_a_restart()
    {
        await using var server = await TestServer.HttpAsync(new EpollByteTests(), static context => context.Response.WriteAsync("hello"));
        var inspector = server.Services.GetRequiredService<LoopInspector>();
        Assert.Equal(LoopChangeOutcome.Changed, inspector.Change(Of(("MaxConnections", "7"), ("StallThreshold", "00:00:01"))).Outcome);
        Assert.Equal(("7", "00:00:01"), (inspector.View(false).Settings["MaxConnections"], inspector.View(false).Settings["StallThreshold"]));
        var refused = inspector.Change(Of(("MaxConnections", "8"), ("Loops", "2")));
        Assert.Equal((LoopChangeOutcome.NeedsRestart, "Loops:Loops is fixed when the loops start."), (refused.Outcome, Assert.Single(refused.Errors)));
        Assert.Equal("7", inspector.View(false).Settings["MaxConnections"]);
        var invalid = inspector.Change(Of(("MaxConnections", "0")));
        Assert.Equal((LoopChangeOutcome.Invalid, "Loops:MaxConnections is 0; valid are 1 to 1000000."), (invalid.Outcome, Assert.Single(invalid.Errors)));
        Assert.Equal(LoopChangeOutcome.Invalid, inspector.Change(Of(("StallStacks", "maybe"))).Outcome);
    }

    [Fact]
    public async Task Metrics_name_the_loop_and_the_backend_truly_in_use()
    {
        await using var server = await TestServer.HttpAsync(new EpollByteTests(), static context => context.Response.WriteAsync("hello"));
        _ = server.Services.GetRequiredService<LoopInstruments>();
        using var client = KestrelSuite.Client(HttpVersion.Version11);
        await client.GetStringAsync(server.Address, Token).Within();
        var seen = new Dictionary<string, (double Value, string Tags)>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == LoopInstruments.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal((1.0, "loop=0"), seen["loop_accepts"]);
        Assert.Equal((1.0, "backend=epoll,requested=epoll"), seen["loop_info"]);
        Assert.True(seen["loop_busy_seconds"].Value >= 0);

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen[instrument.Name] = (value, string.Join(',', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}")));
    }

    [Fact]
    public async Task Stack_of_a_stuck_loop_is_sampled_while_it_is_stuck()
    {
        var sampler = new DiagnosticsStackSampler(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<DiagnosticsStackSampler>.Instance, TimeSpan.Zero);
        await using var rig = await LoopRig.StartAsync(new EpollBackend(), static options => options.StallStacks = true, stacks: sampler);
        using var gate = new ManualResetEventSlim();
        rig.Loop.Post(_ => StuckOnPurpose(gate), null);
        await Until.HoldsAsync(() => rig.Stalls.Recent.Any(static stall => !stall.IsOver), () => "nobody saw the stuck loop");
        await Until.HoldsAsync(() => rig.Stalls.Recent.Any(static stall => stall.Stack.Count > 0), () => "no stack was sampled");
        gate.Set();
        Assert.Contains(rig.Stalls.Recent.Single(static stall => stall.Stack.Count > 0).Stack, static frame => frame.Contains(nameof(StuckOnPurpose), StringComparison.Ordinal));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void StuckOnPurpose(ManualResetEventSlim gate) => gate.Wait();

    private static Dictionary<string, string> Of(params (string Key, string Value)[] settings) =>
        settings.ToDictionary(static setting => setting.Key, static setting => setting.Value, StringComparer.Ordinal);
}
