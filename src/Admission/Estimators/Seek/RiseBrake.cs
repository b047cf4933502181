namespace Granary.Admission.Estimators.Seek;

/// <summary>A provider that refuses steep rises: for ten minutes the limit rises by at most a tenth (at least 1) per second.</summary>
internal sealed class RiseBrake
{
    private const double For = 600;
    private const double Share = 0.1;
    private double _until = double.NegativeInfinity;
    private double _secondAt;
    private int _from;

    /// <summary>The provider said so.</summary>
    public void Pull(int limit, double now)
    {
        _until = now + For;
        _secondAt = now;
        _from = limit;
    }

    /// <summary>How far a limit may rise now.</summary>
    public int Allow(int limit, int wanted, double now)
    {
        if (now >= _until)
        {
            return wanted;
        }

        if (now - _secondAt >= 1 || limit < _from)
        {
            _secondAt = now;
            _from = limit;
        }

        return Math.Max(limit, Math.Min(wanted, _from + Math.Max(1, (int)(_from * Share))));
    }
}
