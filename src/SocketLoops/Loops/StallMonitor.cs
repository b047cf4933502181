using System.Diagnostics;
using Granary.SocketLoops.Inspection;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Loops;

/// <summary>
/// Knows which callbacks kept a loop too long. A loop reports a callback that is over; a timer of 25 ms, stopped while all loops sleep, sees one that
/// is not. Any thread.
/// </summary>
internal sealed partial class StallMonitor : IDisposable
{
    /// <summary>How often running loops are looked at, and the age from which a callback counts as stuck.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(25);

    private const int Kept = 64;
    private static readonly TimeSpan LogEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly LiveTuning _tuning;
    private readonly IStackSampler _stacks;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Queue<StallRecord> _recent = new();
    private readonly Dictionary<int, (long Since, IReadOnlyList<string> Stack)> _sampled = [];
    private Loop[] _loops = [];
    private long _loggedAt;
    private int _running;
    private bool _disposed;

    public StallMonitor(TimeProvider time, LiveTuning tuning, IStackSampler stacks, ILogger logger)
    {
        _time = time;
        _tuning = tuning;
        _stacks = stacks;
        _logger = logger;
        _timer = time.CreateTimer(static self => ((StallMonitor)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The last stalls, oldest first.</summary>
    public IReadOnlyList<StallRecord> Recent
    {
        get
        {
            lock (_recent)
            {
                return [.. _recent];
            }
        }
    }

    /// <summary>The loops to look at.</summary>
    public void Watch(IEnumerable<Loop> loops) => Volatile.Write(ref _loops, [.. Volatile.Read(ref _loops), .. loops]);

    /// <summary>A loop returned from its wait: from now on somebody has to look.</summary>
    public void LoopIsAwake()
    {
        if (Volatile.Read(ref _running) == 0 && Interlocked.Exchange(ref _running, 1) == 0 && !_disposed)
        {
            _timer.Change(Period, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A callback is over and took too long. On its loop.</summary>
    public void Record(Loop loop, string operation, ILoopOwner? owner, long ticks)
    {
        IReadOnlyList<string> stack = [];
        lock (_sampled)
        {
            if (_sampled.Remove(loop.Id, out var sampled))
            {
                stack = sampled.Stack;
            }
        }

        Keep(loop, operation, owner, Stopwatch.GetElapsedTime(0, ticks), stack, isOver: true);
        owner?.Stalled();
    }

    public void Dispose()
    {
        _disposed = true;
        _timer.Dispose();
    }

    private void Look()
    {
        var anyAwake = false;
        foreach (var loop in Volatile.Read(ref _loops))
        {
            var since = loop.CallbackSince;
            anyAwake |= !loop.IsAsleep;
            if (since != 0 && Stopwatch.GetElapsedTime(since) >= Period)
            {
                Stuck(loop, since);
            }
        }

        if (_disposed)
        {
            return;
        }

        if (anyAwake)
        {
            _timer.Change(Period, Timeout.InfiniteTimeSpan);
            return;
        }

        // A loop that woke since it was looked at has seen a running timer, so it is looked at once more after saying that nobody runs.
        Volatile.Write(ref _running, 0);
        Interlocked.MemoryBarrier();
        foreach (var loop in Volatile.Read(ref _loops))
        {
            if (!loop.IsAsleep)
            {
                LoopIsAwake();
            }
        }
    }

    private void Stuck(Loop loop, long since)
    {
        lock (_sampled)
        {
            if (_sampled.TryGetValue(loop.Id, out var before) && before.Since == since)
            {
                return;
            }

            _sampled[loop.Id] = (since, []);
        }

        var operation = loop.CallbackOperation ?? "callback";
        var owner = loop.CallbackOwner;
        if (_tuning.Current.StallStacks)
        {
            _stacks.Request(loop.ThreadId, () => loop.CallbackSince == since, stack => Sampled(loop, since, operation, owner, stack));
        }
        else
        {
            Sampled(loop, since, operation, owner, []);
        }
    }

    private void Sampled(Loop loop, long since, string operation, ILoopOwner? owner, IReadOnlyList<string> stack)
    {
        lock (_sampled)
        {
            if (_sampled.TryGetValue(loop.Id, out var before) && before.Since == since)
            {
                _sampled[loop.Id] = (since, stack);
            }
        }

        Keep(loop, operation, owner, Stopwatch.GetElapsedTime(since), stack, isOver: loop.CallbackSince != since);
    }

    private void Keep(Loop loop, string operation, ILoopOwner? owner, TimeSpan duration, IReadOnlyList<string> stack, bool isOver)
    {
        var record = new StallRecord(
            loop.Id, _time.GetUtcNow(), duration, operation, owner?.Endpoint, owner?.ConnectionId, ContinuationChain.Of(owner?.Continuation), stack, isOver);
        bool log;
        lock (_recent)
        {
            _recent.Enqueue(record);
            if (_recent.Count > Kept)
            {
                _recent.Dequeue();
            }

            var now = _time.GetTimestamp();
            log = _loggedAt == 0 || _time.GetElapsedTime(_loggedAt, now) >= LogEvery;
            if (log)
            {
                _loggedAt = now;
            }
        }

        if (log)
        {
            LogStall(
                record.Loop,
                record.IsOver ? "was kept" : "is kept",
                record.Duration.TotalMilliseconds,
                record.Operation,
                record.Endpoint ?? "no endpoint",
                string.Join(" ← ", record.Stack.Count > 0 ? record.Stack : record.Continuations));
        }
    }
}
