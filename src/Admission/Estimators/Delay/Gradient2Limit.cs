namespace Granary.Admission.Estimators.Delay;

/// <summary>
/// Follows the ratio of a long average of round-trip times to the newest one, with an allowance for a queue. As published it never reads
/// whether a call was refused.
/// </summary>
internal sealed class Gradient2Limit(Gradient2Settings settings) : IDelayLimit
{
    private const int WarmUp = 10;
    private const double Recovered = 2;
    private const double Fade = 0.95;
    private readonly double _factor = 2.0 / (settings.LongWindow + 1);
    private int _seen;
    private double _sum;

    public int Limit => (int)Estimate;

    /// <summary>The limit before rounding.</summary>
    public double Estimate { get; private set; } = settings.InitialLimit;

    /// <summary>Long average.</summary>
    public double LongRttNs { get; private set; }

    public void Add(double rttNs, int inFlight, bool drop)
    {
        var queue = settings.Queue ?? (int)Math.Floor(Math.Sqrt(Limit));
        var average = Average(rttNs);
        if (average / rttNs > Recovered)
        {
            // Load fell for good: without this the average would take minutes to come down.
            LongRttNs *= Fade;
        }

        if (inFlight < Estimate / 2)
        {
            return;
        }

        var gradient = Math.Max(0.5, Math.Min(1, settings.Tolerance * average / rttNs));
        var x = (Estimate * gradient) + queue;
        x = (Estimate * (1 - settings.Smoothing)) + (x * settings.Smoothing);
        Estimate = Math.Max(settings.MinLimit, Math.Min(settings.MaxLimit, x));
    }

    public void Clamp(int most) => Estimate = Math.Min(Estimate, most);

    public void Cut(double factor) => Estimate = Math.Max(settings.MinLimit, Estimate * factor);

    public void Resume(int limit) => Estimate = Math.Clamp(limit, settings.MinLimit, settings.MaxLimit);

    private double Average(double rttNs)
    {
        if (_seen < WarmUp)
        {
            _seen++;
            _sum += rttNs;
            LongRttNs = _sum / _seen;
        }
        else
        {
            LongRttNs = (LongRttNs * (1 - _factor)) + (rttNs * _factor);
        }

        return LongRttNs;
    }
}
