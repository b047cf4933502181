using System.Diagnostics;
using Granary.SocketLoops.Kernels;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Loops;

/// <summary>
/// One loop: one thread, one kernel wait object, one post ring, one private list, one timer heap. It owns its connections from accept to close. Life of
/// a turn: kernel events, posts (at most 256), the private list as it stood, services of connections, timers, what is gathered for sending, the wait.
/// The wait has no time limit, or that of the nearest timer; work left over makes the next wait not block. Every member may be called from any thread.
/// </summary>
public sealed partial class Loop
{
    private const int PostsPerTurn = 256;

    private readonly ILoopBackend _backend;
    private readonly LoopKernelSettings _kernelSettings;
    private readonly LiveTuning _tuning;
    private readonly PostRing _ring;
    private readonly TaskPlaces _tasks;
    private readonly PostQueueOutside _outside = new();
    private readonly ServiceList _services = new();
    private readonly StallMonitor _stalls;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private List<(Action<object?> Callback, object? State)> _private = [];
    private List<(Action<object?> Callback, object? State)> _privateTurn = [];
    private LoopKernel _kernel = null!;
    private bool _stopRequested;
    private bool _isOver;

    internal Loop(int id, ILoopBackend backend, LoopSettings settings, LiveTuning tuning, StallMonitor stalls, ILogger logger, int cpu = -1)
    {
        Id = id;
        Cpu = cpu;
        _backend = backend;
        _kernelSettings = LoopKernelSettings.From(settings);
        _tuning = tuning;
        _stalls = stalls;
        _logger = logger;
        _ring = new PostRing(settings.PostCapacity);
        _tasks = new TaskPlaces(settings.MaxTasksPerLoop);
        Blocks = new BlockPool(settings.ReceiveBlock);
        Context = new LoopSynchronizationContext(this);
        _thread = new Thread(Run) { IsBackground = true, Name = $"granary loop {id}" };
    }

    /// <summary>Number of the loop in its process' group, from 0.</summary>
    public int Id { get; }

    /// <summary>Name of the backend that carries it.</summary>
    public string Backend => _backend.Name;

    /// <summary>The caller is on this loop's thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>The CPU it was pinned to; -1 if it is not.</summary>
    public int Cpu { get; private set; }

    internal int ThreadId { get; private set; }

    /// <summary>Its kernel objects are going or gone: nothing is attached any more.</summary>
    internal bool IsOver => Volatile.Read(ref _isOver);

    internal LoopCounters Counters { get; } = new();

    internal LoopTimers Timers { get; } = new();

    internal BlockPool Blocks { get; }

    internal LoopSynchronizationContext Context { get; }

    internal ReadyHandover Handover { get; } = new();

    internal LoopKernel Kernel => _kernel;

    internal LoopTuning Tuning => _tuning.Current;

    internal int RingDepth => _ring.Depth;

    internal int TasksWaiting => _tasks.Waiting;

    /// <summary>Starts the thread; completes when it has its kernel objects, or fails with the reason.</summary>
    internal Task StartAsync()
    {
        _thread.UnsafeStart();
        return _started.Task;
    }

    /// <summary>
    /// Runs a callback on the loop. From the loop's own thread it takes the private list, which cannot fail; otherwise a place in the ring.
    /// The callback should be static and gets what it needs by <paramref name="state"/>. What it throws is logged and ends nothing.
    /// </summary>
    /// <exception cref="LoopRefusedException">The ring is full or the loop has stopped; nothing runs.</exception>
    public void Post(Action<object?> callback, object? state)
    {
        var outcome = TryPost(callback, state);
        if (outcome != PostOutcome.Accepted)
        {
            throw new LoopRefusedException(outcome, Id);
        }
    }

    /// <summary>As <see cref="Post"/>, but says no instead of throwing. Never blocks and never runs the callback on the caller's thread.</summary>
    public PostOutcome TryPost(Action<object?> callback, object? state)
    {
        if (IsCurrent && !_isOver)
        {
            _private.Add((callback, state));
            return PostOutcome.Accepted;
        }

        // Who waits for a place was here first.
        var outcome = _outside.IsEmpty ? _ring.TryEnqueue(callback, state) : _ring.IsClosed ? PostOutcome.Stopped : PostOutcome.Overloaded;
        if (outcome == PostOutcome.Accepted)
        {
            Interlocked.Increment(ref Counters.Posts);
            Signal();
        }
        else if (outcome == PostOutcome.Overloaded)
        {
            Interlocked.Increment(ref Counters.Overflows);
        }

        return outcome;
    }

    /// <summary>As <see cref="Post"/>, but waits for a place, in order of arrival. Completes when the post has its place; cancelled, it never runs.</summary>
    /// <exception cref="LoopRefusedException">The loop has stopped.</exception>
    public async ValueTask PostAsync(Action<object?> callback, object? state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsCurrent && !_isOver)
        {
            _private.Add((callback, state));
            return;
        }

        var outcome = _outside.IsEmpty ? _ring.TryEnqueue(callback, state) : PostOutcome.Overloaded;
        if (outcome == PostOutcome.Overloaded)
        {
            var waiter = _outside.TryEnqueueOrWait(_ring, callback, state, out outcome);
            if (waiter is not null)
            {
                // Also after a wait the loop has been told: it admits waiters itself.
                await using var registration = cancellationToken.UnsafeRegister(
                    static (waiting, token) =>
                    {
                        var self = (PostWaiter)waiting!;
                        if (self.TryDecide())
                        {
                            self.TrySetCanceled(token);
                        }
                    },
                    waiter);
                if (!await waiter.Task)
                {
                    throw new LoopRefusedException(PostOutcome.Stopped, Id);
                }

                return;
            }
        }

        if (outcome != PostOutcome.Accepted)
        {
            throw new LoopRefusedException(outcome, Id);
        }

        Interlocked.Increment(ref Counters.Posts);
        Signal();
    }

    /// <summary>
    /// Puts application work on the loop. At most <c>MaxTasksPerLoop</c> wait there; the next is refused, never lost and never run elsewhere. An accepted
    /// task runs exactly once, also when the loop stops.
    /// </summary>
    public PostOutcome TrySchedule(Action<object?> task, object? state)
    {
        var outcome = _tasks.TryAdd(task, state);
        if (outcome == PostOutcome.Accepted)
        {
            Interlocked.Increment(ref Counters.Posts);
            Signal();
        }
        else if (outcome == PostOutcome.Overloaded)
        {
            Interlocked.Increment(ref Counters.TasksRefused);
        }

        return outcome;
    }

    /// <summary>
    /// Refuses posts from now on, runs those accepted, ends every connection, and completes when the thread has ended. Idempotent.
    /// </summary>
    public Task StopAsync()
    {
        Volatile.Write(ref _stopRequested, true);
        Signal();
        return _ended.Task;
    }

    /// <summary>Wants <paramref name="service"/> served on the loop; never refused, and once for several requests.</summary>
    internal void Request(ILoopService service)
    {
        if (_services.Push(service))
        {
            Interlocked.Increment(ref Counters.Services);
            Signal();
            if (Volatile.Read(ref _isOver))
            {
                ServeAfterEnd();
            }
        }
    }

    /// <summary>What stands where in its kernel object; for a loop that stands still. Any thread.</summary>
    internal string Describe() => _kernel.Describe();

    /// <summary>Brings a continuation of the loop's own code back.</summary>
    internal void Return(SendOrPostCallback callback, object? state) => Request(new ReturningContinuation(this, callback, state));
}
