namespace Granary.Scheduling.Recovery;

/// <summary>Warns when half of the last 20 model-calling tasks failed retryably, at most once a minute. Not thread-safe.</summary>
public sealed class DegradedSignal
{
    private const int Window = 20;
    private const double Quiet = 60;
    private readonly bool[] _retryable = new bool[Window];
    private long _seen;
    private int _count;
    private double _quietUntil = double.NegativeInfinity;

    /// <summary>A model-calling task has ended. True: warn now.</summary>
    public bool Observe(bool retryableFailure, double now)
    {
        var place = (int)(_seen++ % Window);
        _count += (retryableFailure ? 1 : 0) - (_retryable[place] ? 1 : 0);
        _retryable[place] = retryableFailure;
        if (_seen < Window || _count * 2 < Window || now < _quietUntil)
            return false;

        _quietUntil = now + Quiet;
        return true;
    }
}
