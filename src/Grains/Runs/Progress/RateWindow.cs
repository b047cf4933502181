namespace Granary.Grains.Runs.Progress;

/// <summary>
/// How fast counters grew over the last window. Keeps one sample a tick and forgets those before the window, but for the newest of them, so a
/// full window is always covered. Not thread-safe.
/// </summary>
internal sealed class RateWindow(TimeSpan window)
{
    private readonly Queue<(DateTimeOffset At, long[] Counters)> _samples = new();
    private (DateTimeOffset At, long[] Counters) _newest;

    public TimeSpan Window => window;

    /// <summary>Remembers the counters of this moment. A counter that fell starts the window anew.</summary>
    public void Sample(DateTimeOffset now, long[] counters)
    {
        if (_samples.Count > 0 && Shrank(_newest.Counters, counters))
        {
            _samples.Clear();
        }

        _newest = (now, counters);
        _samples.Enqueue(_newest);
        while (_samples.Count > 2 && Second().At <= now - window)
        {
            _samples.Dequeue();
        }
    }

    /// <summary>Growth per second of one counter, 0 before there are two samples.</summary>
    public double PerSecond(int counter)
    {
        if (_samples.Count < 2)
        {
            return 0;
        }

        var (at, counters) = _samples.Peek();
        var seconds = (_newest.At - at).TotalSeconds;
        return seconds <= 0 ? 0 : (_newest.Counters[counter] - counters[counter]) / seconds;
    }

    public void Clear() => _samples.Clear();

    private (DateTimeOffset At, long[] Counters) Second()
    {
        using var samples = _samples.GetEnumerator();
        samples.MoveNext();
        samples.MoveNext();
        return samples.Current;
    }

    private static bool Shrank(long[] before, long[] now)
    {
        for (var i = 0; i < before.Length; i++)
        {
            if (now[i] < before[i])
            {
                return true;
            }
        }

        return false;
    }
}
