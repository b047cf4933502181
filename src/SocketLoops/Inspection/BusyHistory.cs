using System.Diagnostics;
using Granary.SocketLoops.Loops;

namespace Granary.SocketLoops.Inspection;

/// <summary>
/// Busy time of one loop over the last minute. No timer of its own: it takes a sample when it is asked, so the first answer covers the time since the
/// start, and later ones as much of their window as somebody has looked at. Thread-safe.
/// </summary>
internal sealed class BusyHistory(Loop loop)
{
    private const int Kept = 128;
    private readonly Queue<(long At, long Busy)> _samples = new([(Stopwatch.GetTimestamp(), 0)]);

    public BusyShare Sample()
    {
        var now = Stopwatch.GetTimestamp();
        var since = loop.BusyFrom;
        var busy = loop.Counters.BusyTicks + (since > 0 ? Math.Max(0, now - since) : 0);
        lock (_samples)
        {
            var share = new BusyShare(Share(now, busy, 1), Share(now, busy, 10), Share(now, busy, 60));
            if (now - _samples.Last().At > Stopwatch.Frequency / 2)
            {
                _samples.Enqueue((now, busy));
                if (_samples.Count > Kept)
                {
                    _samples.Dequeue();
                }
            }

            return share;
        }
    }

    // From the youngest sample that is at least so old, or the oldest there is.
    private double Share(long now, long busy, int seconds)
    {
        var from = _samples.Peek();
        foreach (var sample in _samples)
        {
            if (now - sample.At < seconds * Stopwatch.Frequency)
            {
                break;
            }

            from = sample;
        }

        return now == from.At ? 0 : Math.Clamp((double)(busy - from.Busy) / (now - from.At), 0, 1);
    }
}
