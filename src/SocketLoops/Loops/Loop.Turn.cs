using System.Diagnostics;
using Granary.SocketLoops.Kernels;

namespace Granary.SocketLoops.Loops;

/// <summary>What happens on the thread of the loop.</summary>
public sealed partial class Loop
{
    private const int Awake = 0;
    private const int Asleep = 1;
    private const int Woken = 2;

    private readonly EventPace _pace = new();
    private int _sleep;
    private long _busyFrom;
    private bool _workLeft;
    private long _callbackSince;
    private string? _callbackOperation;
    private ILoopOwner? _callbackOwner;

    /// <summary>Timestamp since which the loop is in one callback; 0 while it is in none.</summary>
    internal long CallbackSince => Volatile.Read(ref _callbackSince);

    internal string? CallbackOperation => Volatile.Read(ref _callbackOperation);

    internal ILoopOwner? CallbackOwner => Volatile.Read(ref _callbackOwner);

    internal bool IsAsleep => Volatile.Read(ref _sleep) != Awake;

    /// <summary>Timestamp since which the loop has not waited; for the busy share of a loop that is busy now.</summary>
    internal long BusyFrom => Volatile.Read(ref _busyFrom);

    /// <summary>
    /// Runs code of somebody else on the loop: timed, named for the stall detector, and whatever it throws ends its connection, never the loop.
    /// </summary>
    internal void Invoke(string operation, ILoopOwner? owner, Action<object?> callback, object? state)
    {
        var began = Stopwatch.GetTimestamp();
        _callbackOperation = operation;
        _callbackOwner = owner;
        Volatile.Write(ref _callbackSince, began);
        try
        {
            callback(state);
        }
        catch (Exception error)
        {
            Counters.CallbackErrors++;
            LogCallbackThrew(Id, operation, error);
            owner?.EndAfterThrow(error);
        }

        var took = Stopwatch.GetTimestamp() - began;
        Volatile.Write(ref _callbackSince, 0);
        Counters.CallbackTicks += took;
        if (took > Counters.LongestCallbackTicks)
        {
            Counters.LongestCallbackTicks = took;
        }

        if (took > Tuning.StallThresholdTicks)
        {
            Counters.Stalls++;
            _stalls.Record(this, operation, owner, began, took);
        }

        _callbackOwner = null;
    }

    // The two halves of a wake that cannot be lost: the loop says that it sleeps, fences, looks once more; a producer has put its post in place, fences,
    // and only who turns asleep into woken writes the eventfd.
    private void Signal()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleep) == Asleep && Interlocked.CompareExchange(ref _sleep, Woken, Asleep) == Asleep)
        {
            Interlocked.Increment(ref Counters.Wakes);
            _kernel.Wake();
        }
    }

    private void Run()
    {
        SynchronizationContext.SetSynchronizationContext(Context);
        try
        {
            ThreadId = CpuAffinity.CurrentThreadId();
            if (Cpu >= 0 && CpuAffinity.TryPin(Cpu) is { } refusal)
            {
                LogAffinityRefused(Id, Cpu, refusal);
                Cpu = -1;
            }

            _kernel = _backend.CreateKernel(_kernelSettings);
            _kernel.Signal = () =>
            {
                Interlocked.Increment(ref Counters.Services);
                Signal();
            };
        }
        catch (Exception error)
        {
            _ring.Close();
            _tasks.Close();
            Volatile.Write(ref _isOver, true);
            _ended.TrySetResult();
            _started.TrySetException(error);
            return;
        }

        _busyFrom = Stopwatch.GetTimestamp();
        _started.TrySetResult();
        while (!Volatile.Read(ref _stopRequested))
        {
            Turn();
        }

        End();
    }

    private void Turn()
    {
        var events = Wait();
        if (events > 0)
        {
            Counters.Events += events;
            _pace.Happened(_busyFrom);
            _kernel.Dispatch();
        }

        RunPosts();
        RunPrivate();
        Serve();
        RunTimers();
        _kernel.Gather();
        _workLeft = events >= _kernelSettings.MaxEvents || !_ring.IsEmpty || !_tasks.IsEmpty || _private.Count > 0 || !_services.IsEmpty || _kernel.HasArrivals;
    }

    private int Wait()
    {
        var events = 0;
        if (!_workLeft && Tuning.SpinTicks > 0 && _pace.IsFasterThan(Tuning.SpinTicks))
        {
            events = Spin();
        }

        var timeout = 0;
        if (events == 0 && !_workLeft)
        {
            Volatile.Write(ref _sleep, Asleep);
            Interlocked.MemoryBarrier();
            if (HasArrivals || Volatile.Read(ref _stopRequested))
            {
                Volatile.Write(ref _sleep, Awake);
            }
            else
            {
                timeout = Timers.MillisecondsToNext();
            }
        }

        if (events == 0)
        {
            var slept = timeout != 0;
            Counters.Waits++;
            if (slept)
            {
                var now = Stopwatch.GetTimestamp();
                Counters.BusyTicks += now - _busyFrom;
                Volatile.Write(ref _busyFrom, 0);
            }

            events = _kernel.Wait(timeout);
            Volatile.Write(ref _sleep, Awake);
            if (slept)
            {
                Counters.Returns++;
                Volatile.Write(ref _busyFrom, Stopwatch.GetTimestamp());
                _stalls.LoopIsAwake();
            }
        }

        return events;
    }

    private bool HasArrivals => !_ring.IsEmpty || !_tasks.IsEmpty || !_services.IsEmpty || !_outside.IsEmpty || _kernel.HasArrivals;

    // Looks again without blocking, for at most the spin time; only while events come faster than that.
    private int Spin()
    {
        var until = Stopwatch.GetTimestamp() + Tuning.SpinTicks;
        do
        {
            var events = _kernel.Wait(0);
            if (events > 0 || HasArrivals || Volatile.Read(ref _stopRequested))
            {
                return events;
            }
        }
        while (Stopwatch.GetTimestamp() < until);
        return 0;
    }

    private void RunPosts()
    {
        var depth = _ring.Depth;
        if (depth > Counters.HighestDepth)
        {
            Counters.HighestDepth = depth;
        }

        for (var count = 0; count < PostsPerTurn && _ring.TryDequeue(out var callback, out var state); count++)
        {
            Counters.PostsRun++;
            Invoke("post", null, callback, state);
        }

        for (var count = 0; count < PostsPerTurn && _tasks.TryTake(out var task, out var state); count++)
        {
            Invoke("task", null, task, state);
        }

        if (!_outside.IsEmpty)
        {
            Interlocked.Add(ref Counters.Posts, _outside.Admit(_ring));
        }
    }

    // The list as it stood: what these post runs in the next turn, so that a callback that posts itself starves nobody.
    private void RunPrivate()
    {
        if (_private.Count == 0)
        {
            return;
        }

        (_private, _privateTurn) = (_privateTurn, _private);
        foreach (var (callback, state) in _privateTurn)
        {
            Invoke("private", null, callback, state);
        }

        _privateTurn.Clear();
    }

    private void Serve()
    {
        var service = _services.TakeAll();
        while (service is not null)
        {
            var rest = ServiceList.Unlink(service);
            service.Serve();
            service = rest;
        }
    }

    private void RunTimers()
    {
        while (Timers.TakeDue() is { } timer)
        {
            Invoke("timer", null, timer.Callback, timer.State);
        }
    }

    // What was accepted runs; what comes later is told that the loop has stopped.
    private void End()
    {
        _ring.Close();
        _tasks.Close();
        _outside.Refuse();
        while (!_ring.IsEmpty || !_tasks.IsEmpty || _private.Count > 0)
        {
            RunPosts();
            RunPrivate();
        }

        Serve();
        _kernel.EndConnections();
        RunPrivate();
        Volatile.Write(ref _isOver, true);
        Interlocked.MemoryBarrier();
        Volatile.Write(ref _sleep, Awake);
        ServeAfterEnd();
        _kernel.Dispose();
        Blocks.Dispose();
        _ended.TrySetResult();
    }

    // Nobody serves any more, so whoever asks does it: connections have been ended and only tidy up.
    private void ServeAfterEnd()
    {
        var service = _services.TakeAll();
        while (service is not null)
        {
            var rest = ServiceList.Unlink(service);
            if (service is ReturningContinuation continuation)
            {
                continuation.RunElsewhere();
            }
            else
            {
                service.Serve();
            }

            service = rest;
        }
    }
}
