namespace Granary.Admission.Buckets;

/// <summary>
/// The rate of a key that neither configuration nor fields tell, learned from refusals for rate: a little below what was accepted, quiet for
/// a while, then carefully and ever faster up until the next refusal. Pure; O(1); not thread-safe.
/// </summary>
public sealed class LearnedRate
{
    private const double First = 0.95;
    private const double Again = 0.98;
    private const double BlockMost = 5;
    private const double QuietLeast = 4;
    private const double QuietMostIfSuspected = 60;
    private const long AcceptsIfSuspected = 5;
    private const double FallMostIfSuspected = 0.5;
    private const double RiseLeast = 0.01;
    private const double RiseGrows = 1.5;
    private const double RiseMost = 0.08;
    private const double RiseEvery = 1;
    private const double BurstSeconds = 0.2;
    private const double BurstMost = 4;
    private const double UnusedFactor = 2;
    private const double UnusedFor = 60;
    private readonly double _probeBudget;
    private readonly AcceptRate _accepts;
    private double _level;
    private double _at;
    private double _quietUntil;
    private double _risenAt;
    private double _rise = RiseLeast;
    private double _unusedSince = double.PositiveInfinity;

    /// <summary>Nothing is learned yet. <paramref name="probeBudget"/>: share of calls that may be refused for the sake of learning.</summary>
    public LearnedRate(double probeBudget, double now)
    {
        _probeBudget = probeBudget;
        _accepts = new AcceptRate(now);
        _at = now;
    }

    /// <summary>Requests per second; 0: none is in force.</summary>
    public double Rate { get; private set; }

    /// <summary>A rate is in force.</summary>
    public bool InForce => Rate > 0;

    /// <summary>Requests at once.</summary>
    public double Burst => Math.Clamp(BurstSeconds * Rate, 1, BurstMost);

    /// <summary>End of a block after a refusal; 0: none.</summary>
    public double BlockedUntil { get; private set; }

    /// <summary>Goes on with a rate learned before.</summary>
    public void Restore(double rate, double now)
    {
        Rate = rate;
        _level = 0;
        _at = now;
        Rest(now);
    }

    /// <summary>A call was accepted, or that many since the last time.</summary>
    public void Accept(double now, long count = 1)
    {
        if (count <= 0)
        {
            return;
        }

        _accepts.Add(now, count);
        if (!InForce)
        {
            return;
        }

        DropIfUnused(now);
        if (now >= _quietUntil && now - _risenAt >= RiseEvery)
        {
            Level(now);
            Rate *= 1 + _rise;
            _rise = Math.Min(RiseMost, _rise * RiseGrows);
            _risenAt = now;
        }
    }

    /// <summary>
    /// A refusal for rate of the current generation. <paramref name="retryAfter"/> 0: none asked for. The caller raises the generation.
    /// </summary>
    public void Refuse(double retryAfter, double now)
    {
        var accepted = _accepts.PerSecond(now);
        Level(now);
        Rate = InForce ? Again * Math.Min(Rate, accepted) : First * accepted;
        Rate = Math.Max(Rate, 1 / AcceptRate.Over);
        _level = 0;
        _unusedSince = double.PositiveInfinity;
        Block(retryAfter, now);
        Rest(now);
    }

    /// <summary>
    /// A refusal that looks like one for rate and does not say so. As <see cref="Refuse"/>, but nothing is learned from next to no accepts, the rate falls by
    /// half at most, and the quiet is a minute at most: a rate that was suspected wrongly must be left behind soon.
    /// </summary>
    public void Suspect(double retryAfter, double now)
    {
        if (!InForce && _accepts.Count(now) < AcceptsIfSuspected)
        {
            Block(retryAfter, now);
            return;
        }

        var least = FallMostIfSuspected * Rate;
        Refuse(retryAfter, now);
        Rate = Math.Max(least, Rate);
        _quietUntil = Math.Min(_quietUntil, now + QuietMostIfSuspected);
        _risenAt = _quietUntil - RiseEvery;
    }

    /// <summary>A call may be admitted.</summary>
    public bool HasRoom(double now) => now >= BlockedUntil && (!InForce || Level(now) >= 1);

    /// <summary>When a call may be admitted; now or earlier if it may be.</summary>
    public double RoomAt(double now) => InForce ? Math.Max(BlockedUntil, now + Math.Max(0, (1 - Level(now)) / Rate)) : BlockedUntil;

    /// <summary>A call is admitted.</summary>
    public void Take(double now) => _level = InForce ? Level(now) - 1 : 0;

    private double Level(double now)
    {
        _level = Math.Min(Burst, _level + (Rate * Math.Max(0, now - _at)));
        _at = Math.Max(_at, now);
        return _level;
    }

    private void Block(double retryAfter, double now) => BlockedUntil = Math.Max(BlockedUntil, now + Math.Min(BlockMost, Math.Max(0, retryAfter)));

    // As long as half a probe of a limit would wait at this rate.
    private void Rest(double now)
    {
        _rise = RiseLeast;
        _quietUntil = now + Math.Max(QuietLeast, 0.5 / (_probeBudget * Rate));
        _risenAt = _quietUntil - RiseEvery;
    }

    private void DropIfUnused(double now)
    {
        if (Rate < UnusedFactor * _accepts.PerSecond(now))
        {
            _unusedSince = double.PositiveInfinity;
            return;
        }

        _unusedSince = Math.Min(_unusedSince, now);
        if (now - _unusedSince >= UnusedFor)
        {
            Rate = 0;
            _unusedSince = double.PositiveInfinity;
        }
    }
}
