namespace Granary.Admission.Estimators.Seek;

/// <summary>
/// Refusals that name a wait and nothing else: a full provider, or an empty bucket? A ceiling refuses at one level; refusals at levels far
/// apart, or well below what was just accepted, are a rate. Once that is known it holds until ten minutes pass without one.
/// </summary>
internal sealed class UnclearRefusals
{
    private const double Within = 60;
    private const double Lately = 10;
    private const double Quiet = 600;
    private readonly (double At, int Level)[] _last = new (double, int)[3];
    private int _count;
    private double _rateUntil = double.NegativeInfinity;
    private double _acceptedAt = double.NegativeInfinity;
    private int _accepted;

    /// <summary>They are taken for a rate.</summary>
    public bool IsRate(double now) => now < _rateUntil;

    /// <summary>A call admitted at that level was accepted.</summary>
    public void Accept(int level, double now)
    {
        if (level >= _accepted || now - _acceptedAt > Lately)
        {
            _accepted = level;
            _acceptedAt = now;
        }
    }

    /// <summary>One more; true if it is a rate.</summary>
    public bool Refuse(int level, int limit, double now)
    {
        _last[_count++ % _last.Length] = (now, level);
        var below = now - _acceptedAt <= Lately && level < 0.75 * _accepted;
        if (below || Spread(now) > 0.25 * limit || IsRate(now))
        {
            _rateUntil = now + Quiet;
            return true;
        }

        return false;
    }

    private int Spread(double now)
    {
        if (_count < _last.Length)
        {
            return 0;
        }

        var least = int.MaxValue;
        var most = 0;
        foreach (var (at, level) in _last)
        {
            if (now - at > Within)
            {
                return 0;
            }

            least = Math.Min(least, level);
            most = Math.Max(most, level);
        }

        return most - least;
    }
}
