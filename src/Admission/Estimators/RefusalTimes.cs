namespace Granary.Admission.Estimators;

/// <summary>
/// How long a provider takes to refuse, and so after what time silence means yes: refusals come fast, plain calls say yes only with the finished
/// answer. Keeps the last times; O(n) of a small n when asked after a change.
/// </summary>
internal sealed class RefusalTimes
{
    private const int Kept = 64;
    private const int Known = 20;
    private const double Unknown = 2;
    private const double Factor = 4;
    private const double Least = 0.5;
    private const double Most = 10;
    private readonly double[] _times = new double[Kept];
    private readonly double[] _sorted = new double[Kept];
    private int _count;
    private double _patience = Unknown;

    /// <summary>Seconds after which an unanswered attempt is presumed accepted.</summary>
    public double Patience => _patience;

    /// <summary>A refusal came after so many seconds; NaN says nothing.</summary>
    public void Add(double seconds)
    {
        if (double.IsNaN(seconds))
        {
            return;
        }

        _times[_count++ % Kept] = seconds;
        if (_count < Known)
        {
            return;
        }

        var count = Math.Min(_count, Kept);
        Array.Copy(_times, _sorted, count);
        Array.Sort(_sorted, 0, count);
        _patience = Math.Clamp(Factor * _sorted[(int)Math.Ceiling(0.95 * count) - 1], Least, Most);
    }
}
