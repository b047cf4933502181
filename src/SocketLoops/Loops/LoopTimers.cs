using System.Diagnostics;

namespace Granary.SocketLoops.Loops;

/// <summary>The timers of one loop, nearest first. Loop thread only. While there is none the loop waits without a limit.</summary>
internal sealed class LoopTimers
{
    private readonly PriorityQueue<LoopTimer, long> _due = new();

    public LoopTimer Add(TimeSpan after, Action<object?> callback, object? state) =>
        AddAt(Stopwatch.GetTimestamp() + (long)(after.TotalSeconds * Stopwatch.Frequency), callback, state);

    /// <summary>Due at a timestamp of <see cref="Stopwatch"/>.</summary>
    public LoopTimer AddAt(long due, Action<object?> callback, object? state)
    {
        var timer = new LoopTimer(callback, state);
        _due.Enqueue(timer, due);
        return timer;
    }

    /// <summary>Whole milliseconds until the nearest, rounded up so that none is looked at early; -1 without any.</summary>
    public int MillisecondsToNext()
    {
        while (_due.TryPeek(out var timer, out var due))
        {
            if (timer.IsCancelled)
            {
                _due.Dequeue();
                continue;
            }

            var left = due - Stopwatch.GetTimestamp();
            return left <= 0 ? 0 : (int)Math.Min(int.MaxValue, Math.Ceiling(left * 1000.0 / Stopwatch.Frequency));
        }

        return -1;
    }

    /// <summary>The next that is due now; null if none.</summary>
    public LoopTimer? TakeDue()
    {
        while (_due.TryPeek(out var timer, out var due) && (timer.IsCancelled || due <= Stopwatch.GetTimestamp()))
        {
            _due.Dequeue();
            if (!timer.IsCancelled)
            {
                return timer;
            }
        }

        return null;
    }
}
