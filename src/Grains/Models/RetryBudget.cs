namespace Granary.Grains.Models;

/// <summary>
/// How many retries an endpoint may still have in this process: at most 100 tokens, 20 at first, 0.2 more for every first attempt, 1 more every
/// second; a retry costs 1. So retries add about a fifth of the load at most, however broken the provider is. Thread-safe; time is handed in.
/// </summary>
internal sealed class RetryBudget(TimeSpan now)
{
    private const double Most = 100;
    private const double PerFirstAttempt = 0.2;
    private const double PerSecond = 1;

    private readonly Lock _lock = new();
    private double _tokens = 20;
    private TimeSpan _at = now;

    /// <summary>A call is sent for the first time.</summary>
    public void FirstAttempt(TimeSpan now)
    {
        lock (_lock)
        {
            Refill(now);
            _tokens = Math.Min(Most, _tokens + PerFirstAttempt);
        }
    }

    /// <summary>Takes a token; false when there is none.</summary>
    public bool TryTake(TimeSpan now)
    {
        lock (_lock)
        {
            Refill(now);
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }

    /// <summary>Tokens left.</summary>
    public double Left(TimeSpan now)
    {
        lock (_lock)
        {
            Refill(now);
            return _tokens;
        }
    }

    private void Refill(TimeSpan now)
    {
        // Threads read the clock before they get the lock, so a later one may bring an earlier instant.
        if (now > _at)
        {
            _tokens = Math.Min(Most, _tokens + ((now - _at).TotalSeconds * PerSecond));
            _at = now;
        }
    }
}
