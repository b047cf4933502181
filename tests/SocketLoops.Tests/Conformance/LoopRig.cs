using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Loops;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>One loop without a server.</summary>
internal sealed class LoopRig : IAsyncDisposable
{
    private readonly int _descriptorsBefore = Descriptors.Count();

    private LoopRig(Loop loop, StallMonitor stalls)
    {
        Loop = loop;
        Stalls = stalls;
    }

    public Loop Loop { get; }

    public StallMonitor Stalls { get; }

    public static async Task<LoopRig> StartAsync(ILoopBackend backend, Action<LoopOptions>? change = null, int cpu = -1, IStackSampler? stacks = null)
    {
        var options = new LoopOptions();
        change?.Invoke(options);
        var settings = LoopSettings.From(options);
        var tuning = new LiveTuning(settings.Tuning);
        var stalls = new StallMonitor(TimeProvider.System, tuning, stacks ?? new NoStackSampler(), NullLogger.Instance);
        var loop = new Loop(0, backend, settings, tuning, stalls, NullLogger.Instance, cpu);
        var rig = new LoopRig(loop, stalls);
        await loop.StartAsync().Within();
        stalls.Watch([loop]);
        return rig;
    }

    /// <summary>Runs something on the loop and waits for it.</summary>
    public async Task OnLoopAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Loop.PostAsync(
            _ =>
            {
                try
                {
                    action();
                    done.SetResult();
                }
                catch (Exception error)
                {
                    done.SetException(error);
                }
            },
            null,
            TestContext.Current.CancellationToken);
        await done.Task.Within();
    }

    /// <summary>Keeps the loop inside a callback until the result is disposed.</summary>
    public async Task<ManualResetEventSlim> BlockAsync()
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new ManualResetEventSlim();
        Loop.Post(
            _ =>
            {
                inside.SetResult();
                gate.Wait();
            },
            null);
        await inside.Task.Within();
        return gate;
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.StopAsync().Within();
        Stalls.Dispose();
        Assert.True(Loop.Counters.Wakes <= Loop.Counters.Posts + Loop.Counters.Services + 1, $"{Loop.Counters.Wakes} wakes, {Loop.Counters.Posts} posts");
        Assert.True(Descriptors.Count() <= _descriptorsBefore, "descriptors were left behind");
    }
}
