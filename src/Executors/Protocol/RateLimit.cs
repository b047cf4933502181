namespace Granary.Executors.Protocol;

/// <summary>So many in each second; what is above is counted. Thread-safe.</summary>
internal sealed class RateLimit(int perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _second = time.GetTimestamp();
    private int _taken;
    private long _dropped;

    /// <summary>One more may pass. If it is the first after some were dropped, says how many.</summary>
    public bool TryTake(out long dropped)
    {
        lock (_gate)
        {
            dropped = 0;
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(_second, now) >= TimeSpan.FromSeconds(1))
            {
                _second = now;
                _taken = 0;
                dropped = _dropped;
                _dropped = 0;
            }

            if (_taken < perSecond)
            {
                _taken++;
                return true;
            }

            _dropped++;
            return false;
        }
    }
}
