namespace Granary.Admission.Estimators.Delay;

/// <summary>Merges samples over windows: the inner limit sees one aggregate, the largest number in flight, and whether any call was dropped.</summary>
internal sealed class WindowedLimit(WindowSettings settings, IDelayLimit inner, bool errorCut = false)
{
    private const double Second = 1e9;
    private const double ErrorShare = 0.1;
    private const double ErrorKeeps = 0.9;
    private const int ErrorSamples = 10;
    private readonly double[] _kept = settings.Percentile is null ? [] : new double[settings.Capacity];
    private double _next;
    private double _sum;
    private double _smallest = double.PositiveInfinity;
    private int _largestInFlight;
    private int _count;
    private int _drops;

    public int Limit => inner.Limit;

    /// <summary>One sample that began at <paramref name="startNs"/>; true if errors cut the limit.</summary>
    public bool Add(double startNs, double rttNs, int inFlight, bool drop)
    {
        if (rttNs < settings.LeastRttNs)
        {
            return false;
        }

        Collect(rttNs, inFlight, drop);
        var end = startNs + rttNs;
        if (end <= _next)
        {
            return false;
        }

        _next = end + Math.Min(Math.Max(2 * _smallest, settings.MinWindow * Second), settings.MaxWindow * Second);
        var cut = errorCut && _count >= ErrorSamples && _drops >= ErrorShare * _count;
        if (cut)
        {
            inner.Cut(ErrorKeeps);
        }
        else if (_count >= settings.Size)
        {
            inner.Add(Aggregate(), _largestInFlight, _drops > 0);
        }

        _sum = 0;
        _smallest = double.PositiveInfinity;
        _largestInFlight = 0;
        _count = 0;
        _drops = 0;
        return cut;
    }

    private void Collect(double rttNs, int inFlight, bool drop)
    {
        if (settings.Percentile is not null)
        {
            if (_count >= settings.Capacity)
            {
                return;
            }

            _kept[_count] = rttNs;
        }

        _count++;
        _sum += rttNs;
        _smallest = Math.Min(_smallest, rttNs);
        _largestInFlight = Math.Max(_largestInFlight, inFlight);
        _drops += drop ? 1 : 0;
    }

    private double Aggregate()
    {
        if (settings.Percentile is not { } percentile)
        {
            return Math.Floor(_sum / _count);
        }

        Array.Sort(_kept, 0, _count);
        var rank = (int)Math.Floor((_count * percentile) + 0.5);
        return _kept[Math.Clamp(rank, 1, _count) - 1];
    }
}
