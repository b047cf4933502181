using Granary.Admission.Buckets;

namespace Granary.Admission.Estimators.Seek;

/// <summary>
/// How fast a key is: accepts per second, and how long a refusal takes. Together they say what one call too many looks like: its permit is sent
/// again as soon as it was refused, so it makes 1 ÷ (1 + accepts per second × time to a refusal) of all calls refusals. That is nearly half of them
/// on a slow key, and a few in a hundred on a fast one, where it hides in the noise unless it is looked for.
/// </summary>
internal sealed class KeyPace(double now)
{
    private const double FirstRefusalTime = 0.15;
    private const double Over = 20;
    private readonly AcceptRate _accepts = new(now);

    /// <summary>Mean time to a refusal, in seconds.</summary>
    public double RefusalTime { get; private set; } = FirstRefusalTime;

    /// <summary>Share of calls refused if the limit is one too high, as of the last accept.</summary>
    public double OneTooMany { get; private set; } = 1;

    public void Accept(long count, double now)
    {
        _accepts.Add(now, count);
        OneTooMany = 1 / (1 + (_accepts.PerSecond(now) * RefusalTime));
    }

    /// <summary>
    /// Calls that will not be made because nothing is sent for that many seconds: of the calls in flight those that end meanwhile are not replaced.
    /// </summary>
    public double CallsLost(double seconds, int limit, double now)
    {
        var calls = seconds * _accepts.PerSecond(now);
        return calls * Math.Min(1, calls / (2 * Math.Max(1, limit)));
    }

    public void Refuse(double latency)
    {
        if (!double.IsNaN(latency))
        {
            RefusalTime += (Math.Clamp(latency, 0.01, 2) - RefusalTime) / Over;
        }
    }
}
