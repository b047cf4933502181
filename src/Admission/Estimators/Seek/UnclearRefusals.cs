namespace Granary.Admission.Estimators.Seek;

/// <summary>
/// Refusals that name a wait and nothing else: a full provider, or an empty bucket? A ceiling refuses at the limit, or three times at about one level;
/// refusals at levels far apart, or well below what was accepted, are a rate. Only what belongs to one generation is compared: a provider that falls
/// refuses at ever lower levels, and each cut begins a new generation. Once a rate is seen that holds until ten minutes pass without such a refusal.
/// </summary>
internal sealed class UnclearRefusals
{
    private const double Within = 60;
    private const double Lately = 10;
    private const double Quiet = 600;
    private readonly (double At, int Level)[] _last = new (double, int)[3];
    private long _generation;
    private int _count;
    private double _rateUntil = double.NegativeInfinity;
    private double _acceptedAt = double.NegativeInfinity;
    private int _accepted;

    /// <summary>They are taken for a rate.</summary>
    public bool IsRate(double now) => now < _rateUntil;

    /// <summary>A call of that generation, admitted at that level, was accepted.</summary>
    public void Accept(long generation, int level, double now)
    {
        Compare(generation);
        if (level >= _accepted || now - _acceptedAt > Lately)
        {
            _accepted = level;
            _acceptedAt = now;
        }
    }

    /// <summary>One more; true if it speaks of a ceiling. Otherwise it is a rate (<see cref="IsRate"/>), or not known yet.</summary>
    public bool IsCeiling(long generation, int level, int limit, double now)
    {
        Compare(generation);
        _last[_count++ % _last.Length] = (now, level);
        var accepted = now - _acceptedAt <= Lately ? _accepted : 0;
        var spread = Spread(now);
        if (level < 0.75 * accepted || spread > 0.25 * limit || IsRate(now))
        {
            _rateUntil = now + Quiet;
            return false;
        }

        return level >= limit || spread >= 0;
    }

    private void Compare(long generation)
    {
        if (generation != _generation)
        {
            _generation = generation;
            _count = 0;
            _accepted = 0;
            _acceptedAt = double.NegativeInfinity;
        }
    }

    /// <summary>Between the levels of the last three; -1 if there were not three in a minute.</summary>
    private int Spread(double now)
    {
        if (_count < _last.Length)
        {
            return -1;
        }

        var least = int.MaxValue;
        var most = 0;
        foreach (var (at, level) in _last)
        {
            if (now - at > Within)
            {
                return -1;
            }

            least = Math.Min(least, level);
            most = Math.Max(most, level);
        }

        return most - least;
    }
}
