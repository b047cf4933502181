namespace Granary.Admission.Signals;

/// <summary>
/// How many retries an endpoint may still have in one process: at most 100 tokens, 20 at first, 0.2 more for every first attempt, 1 more every
/// second; a retry costs 1. So retries add about a fifth of the load at most, however broken the provider is. Pure: time is handed in as
/// monotonic seconds, an earlier instant than the last changes nothing. Not thread-safe.
/// </summary>
public sealed class RetryBudget(double now)
{
    /// <summary>Most tokens.</summary>
    public const double Most = 100;

    /// <summary>Tokens at the start.</summary>
    public const double AtStart = 20;

    /// <summary>Tokens a first attempt brings.</summary>
    public const double PerFirstAttempt = 0.2;

    /// <summary>Tokens a second brings.</summary>
    public const double PerSecond = 1;

    private double _tokens = AtStart;
    private double _at = now;

    /// <summary>A call is sent for the first time.</summary>
    public void FirstAttempt(double now) => _tokens = Math.Min(Most, Left(now) + PerFirstAttempt);

    /// <summary>Takes a token for a retry; false when there is none.</summary>
    public bool TryTake(double now)
    {
        if (Left(now) < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    /// <summary>Tokens left.</summary>
    public double Left(double now)
    {
        // Callers read the clock before they get their turn, so a later one may bring an earlier instant.
        if (now > _at)
        {
            _tokens = Math.Min(Most, _tokens + ((now - _at) * PerSecond));
            _at = now;
        }

        return _tokens;
    }
}
