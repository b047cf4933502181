namespace Granary.Admission.Estimators.Delay;

/// <summary>
/// TCP Vegas on calls: compares the round-trip time with the shortest one seen and takes the excess for a queue. The order of steps is the
/// published one and matters: the no-load time is looked at before the drop.
/// </summary>
internal sealed class VegasLimit(VegasSettings settings, Func<double> jitter) : IDelayLimit
{
    private double _jitter = jitter();
    private long _count;

    public int Limit => (int)Estimate;

    /// <summary>The limit before rounding.</summary>
    public double Estimate { get; private set; } = settings.InitialLimit;

    /// <summary>Shortest time seen since it was last measured anew; 0: none yet.</summary>
    public double NoLoadNs { get; private set; }

    public void Add(double rttNs, int inFlight, bool drop)
    {
        _count++;
        if (_jitter * settings.ProbeMultiplier * Estimate <= _count)
        {
            _jitter = jitter();
            _count = 0;
            NoLoadNs = rttNs;
            return;
        }

        if (NoLoadNs == 0 || rttNs < NoLoadNs)
        {
            NoLoadNs = rttNs;
            return;
        }

        if (drop)
        {
            Drop();
            return;
        }

        Look(rttNs, inFlight);
    }

    /// <summary>A refusal whose time is not to be read.</summary>
    public void Drop() => Take(Fallen());

    public void Clamp(int most) => Estimate = Math.Min(Estimate, most);

    public void Cut(double factor) => Estimate = Math.Max(1, Estimate * factor);

    public void Resume(int limit) => Estimate = Math.Clamp(limit, 1, settings.MaxLimit);

    private void Look(double rttNs, int inFlight)
    {
        var lg = Log(Limit);
        if (2.0 * inFlight < Estimate)
        {
            return;
        }

        var queue = Math.Ceiling(Estimate * (1 - (NoLoadNs / rttNs)));
        var beta = settings.Beta ?? 6 * lg;
        if (queue <= (settings.Threshold ?? lg))
        {
            Take(Estimate + beta);
        }
        else if (queue < (settings.Alpha ?? 3 * lg))
        {
            Take(Estimate + lg);
        }
        else if (queue > beta)
        {
            Take(Fallen());
        }
    }

    private double Fallen() => settings.Halve ? Estimate / 2 : Estimate - Log(Limit);

    private void Take(double wanted)
    {
        var x = Math.Max(1, Math.Min(settings.MaxLimit, wanted));
        Estimate = ((1 - settings.Smoothing) * Estimate) + (settings.Smoothing * x);
    }

    private static double Log(int limit) => limit < 1 ? 1 : Math.Max(1, Math.Truncate(Math.Log10(limit)));
}
