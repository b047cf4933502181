using System.Diagnostics.CodeAnalysis;
using Granary.Embedded.Runtime;

namespace Granary.Embedded.Simulation;

/// <summary>
/// Runs everything on one thread: 1. of what is ready, the seed chooses one, and it runs to its next await; 2. when nothing is ready, time jumps to
/// the next timer; 3. when there is no timer either, it is a deadlock, and says so.
/// <para>Posting is thread-safe, but what comes from other threads comes when it comes: it is counted, since such a run does not replay.</para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing to dispose.")]
internal sealed class SimulationPump(SimulationRandom random, SimulationTrace trace, PumpLimits limits, DateTimeOffset start, ulong seed)
{
    private static readonly ExecutionContext Empty = EmptyContext();

    private readonly Lock _gate = new();
    private readonly List<(SimulatedNode Node, IThreadPoolWorkItem Item)> _ready = [];
    private readonly PriorityQueue<(SimulatedTimer Timer, long Version), (long Due, long Order)> _timers = new();
    private readonly SemaphoreSlim _foreign = new(0);
    private Thread? _thread;
    private long _now;
    private long _order;
    private long _stepsNow;
    private long _foreignPosts;

    public long Now => Interlocked.Read(ref _now);

    public DateTimeOffset UtcNow => start + TimeSpan.FromTicks(Now);

    public bool IsPumpThread => ReferenceEquals(_thread, Thread.CurrentThread);

    /// <summary>How often other threads brought something in while it ran.</summary>
    public long ForeignPosts => Interlocked.Read(ref _foreignPosts);

    public void Post(SimulatedNode node, IThreadPoolWorkItem item)
    {
        var foreign = _thread is not null && !IsPumpThread;
        lock (_gate)
        {
            if (node.Dead)
            {
                return;
            }

            if (node.Paused)
            {
                node.Parked.Add(item);
            }
            else
            {
                _ready.Add((node, item));
            }
        }

        if (foreign)
        {
            Interlocked.Increment(ref _foreignPosts);
            _foreign.Release();
        }
    }

    public void Arm(SimulatedTimer timer, TimeSpan due)
    {
        lock (_gate)
        {
            timer.Version++;
            if (due != Timeout.InfiniteTimeSpan && !timer.Node.Dead)
            {
                _timers.Enqueue((timer, timer.Version), (_now + Math.Max(0, due.Ticks), ++_order));
            }
        }
    }

    public void Disarm(SimulatedTimer timer)
    {
        lock (_gate)
        {
            timer.Version++;
        }
    }

    /// <summary>Nothing of the node runs until it is resumed.</summary>
    public void Pause(SimulatedNode node)
    {
        lock (_gate)
        {
            node.Paused = true;
            node.Parked.AddRange(_ready.Where(r => ReferenceEquals(r.Node, node)).Select(r => r.Item));
            _ready.RemoveAll(r => ReferenceEquals(r.Node, node));
        }
    }

    public void Resume(SimulatedNode node)
    {
        lock (_gate)
        {
            node.Paused = false;
            _ready.AddRange(node.Parked.Select(item => (node, item)));
            node.Parked.Clear();
        }
    }

    public void Kill(SimulatedNode node)
    {
        lock (_gate)
        {
            node.Dead = true;
            node.Parked.Clear();
            _ready.RemoveAll(r => ReferenceEquals(r.Node, node));
        }
    }

    /// <summary>Runs until the task has ended.</summary>
    public void RunUntil(Func<Task> begin)
    {
        if (_thread is not null)
        {
            throw new InvalidOperationException("The simulation runs already; what it runs awaits, and does not run it again.");
        }

        _thread = Thread.CurrentThread;
        var before = SynchronizationContext.Current;
        try
        {
            var task = begin();
            while (!task.IsCompleted)
            {
                if (!RunOne() && !AwaitRealWork() && !AdvanceTime())
                {
                    throw Lost("nothing is left to run, and no timer is set: what runs waits for something that never comes");
                }
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            _thread = null;
        }
    }

    private static ExecutionContext EmptyContext()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return empty!;
    }

    private bool RunOne()
    {
        SimulatedNode node;
        IThreadPoolWorkItem item;
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                return false;
            }

            var chosen = _ready.Count == 1 ? 0 : random.Below(_ready.Count);
            (node, item) = _ready[chosen];
            _ready[chosen] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            if (++_stepsNow > limits.StepsPerInstant)
            {
                throw Lost($"{limits.StepsPerInstant} steps without time moving, the last one {item}: it runs in a circle");
            }

            trace.Add(_now, "run", item.ToString()!);
        }

        // Grains find their scheduler by the task that runs, everything else by the synchronization context.
        SynchronizationContext.SetSynchronizationContext(item is ActivationScheduler ? null : node.Context);
        RuntimeContext.Origin = node.Origin;
        try
        {
            ExecutionContext.Run(Empty, static run => ((IThreadPoolWorkItem)run!).Execute(), item);
        }
        finally
        {
            RuntimeContext.Origin = null;
        }

        return true;
    }

    /// <summary>
    /// Continuations that left for the thread pool are on their way back when it is busy. Nothing tells which of its work is ours, so this waits for as
    /// long as such hops take, not for long work.
    /// </summary>
    private bool AwaitRealWork()
    {
        for (var round = 0; round < 3 && PoolIsBusy(); round++)
        {
            using var through = new ManualResetEventSlim();
            ThreadPool.UnsafeQueueUserWorkItem(static e => e.Set(), through, preferLocal: false);
            through.Wait(TimeSpan.FromMilliseconds(50));
            if (AnyReady())
            {
                return true;
            }
        }

        if (limits.RealWorkGrace > TimeSpan.Zero)
        {
            while (_foreign.Wait(0))
            {
                // Of what came earlier and was run.
            }

            if (!AnyReady())
            {
                _foreign.Wait(limits.RealWorkGrace);
            }
        }

        return AnyReady();
    }

    private static bool PoolIsBusy()
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return all - free > (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
    }

    private bool AnyReady()
    {
        lock (_gate)
        {
            return _ready.Count > 0;
        }
    }

    private bool AdvanceTime()
    {
        lock (_gate)
        {
            var fired = false;
            while (_timers.TryPeek(out var next, out var at) && (!fired || at.Due <= _now))
            {
                _timers.Dequeue();
                if (next.Timer.Version != next.Version || next.Timer.Node.Dead)
                {
                    continue;
                }

                if (at.Due > _now)
                {
                    _now = at.Due;
                    _stepsNow = 0;
                }

                fired = true;
                if (next.Timer.Node.Paused)
                {
                    next.Timer.Node.Parked.Add(next.Timer);
                }
                else
                {
                    _ready.Add((next.Timer.Node, next.Timer));
                }
            }

            return _now > limits.VirtualTime.Ticks
                ? throw Lost($"the virtual time limit of {limits.VirtualTime} has passed")
                : fired;
        }
    }

    private SimulationException Lost(string why) =>
        new($"Seed {seed}, at {TimeSpan.FromTicks(Now):c}, trace {trace.Hash:x16}: {why}.");
}
