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
    private readonly LinkedList<(Loop Loop, long Since, StallRecord Record)> _recent = new();
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
                return [.. _recent.Select(static stall => stall.Record)];
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

    /// <summary>A callback that began at <paramref name="since"/> is over and took too long. On its loop.</summary>
    public void Record(Loop loop, string operation, ILoopOwner? owner, long since, long ticks)
    {
        Keep(loop, since, operation, owner, Stopwatch.GetElapsedTime(0, ticks), isOver: true);
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

    // Recorded at once, so that it is visible while it lasts; the stack follows when it has been sampled.
    private void Stuck(Loop loop, long since)
    {
        lock (_recent)
        {
            if (Find(loop, since) is not null)
            {
                return;
            }
        }

        Keep(loop, since, loop.CallbackOperation ?? "callback", loop.CallbackOwner, Stopwatch.GetElapsedTime(since), isOver: false);
        if (_tuning.Current.StallStacks)
        {
            _stacks.Request(loop.ThreadId, () => loop.CallbackSince == since, stack => Sampled(loop, since, stack));
        }
    }

    private void Sampled(Loop loop, long since, IReadOnlyList<string> stack)
    {
        if (stack.Count == 0)
        {
            return;
        }

        lock (_recent)
        {
            if (Find(loop, since) is { } found)
            {
                found.Value = found.Value with { Record = found.Value.Record with { Stack = stack } };
            }
        }

        LogStack(loop.Id, string.Join(" ← ", stack));
    }

    private LinkedListNode<(Loop Loop, long Since, StallRecord Record)>? Find(Loop loop, long since)
    {
        for (var node = _recent.Last; node is not null; node = node.Previous)
        {
            if (node.Value.Loop == loop && node.Value.Since == since)
            {
                return node;
            }
        }

        return null;
    }

    private void Keep(Loop loop, long since, string operation, ILoopOwner? owner, TimeSpan duration, bool isOver)
    {
        var record = new StallRecord(
            loop.Id, _time.GetUtcNow(), duration, operation, owner?.Endpoint, owner?.ConnectionId, ContinuationChain.Of(owner?.Continuation), [], isOver);
        bool log;
        lock (_recent)
        {
            if (Find(loop, since) is { } known)
            {
                record = record with { Stack = known.Value.Record.Stack };
                known.Value = (loop, since, record);
            }
            else
            {
                _recent.AddLast((loop, since, record));
            }

            if (_recent.Count > Kept)
            {
                _recent.RemoveFirst();
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
                string.Join(" ← ", record.Continuations));
        }
    }
}
