namespace Granary.SocketLoops.Loops;

/// <summary>The average gap between recent events, in timestamp ticks. Loop thread only.</summary>
internal sealed class EventPace
{
    private long _last;
    private long _gap = long.MaxValue / 16;

    public void Happened(long now)
    {
        // One gap counts an eighth, and none for more than the longest that matters, so a pause is forgotten after a few events.
        var gap = Math.Min(now - _last, 1_000_000_000);
        _last = now;
        _gap = _gap > 1_000_000_000 ? gap : _gap - (_gap / 8) + (gap / 8);
    }

    public bool IsFasterThan(long ticks) => _gap < ticks;
}
