namespace Granary.Admission.Estimators;

/// <summary>
/// Additive increase, multiplicative decrease. Life of a limit: it starts at the initial limit (or climbs there along the ramp); a rate
/// limit of the current generation cuts it and blocks the key; successes outside a block raise it step by step; where the first cut happened
/// is remembered as the ceiling; too many failures or slow answers cut it without a block. It never falls below 1.
/// </summary>
internal sealed class AimdEstimator : ILimitEstimator
{
    /// <summary>Name in settings and views.</summary>
    public const string EstimatorName = "aimd";

    private const int StateVersion = 1;
    private readonly AimdSettings _settings;
    private readonly bool _reference;
    private readonly OverloadRing? _ring;
    private int _initial;
    private int _streak;
    private int _healthyLimit;
    private double _rampStart;
    private bool _ramping;

    public AimdEstimator(AimdSettings settings, int cap, double now)
    {
        _settings = settings;
        _reference = settings.Profile == AimdProfile.Reference;
        _ring = _reference ? null : new OverloadRing();
        Cap = Math.Max(1, cap);
        _initial = Math.Clamp(settings.InitialLimit ?? Cap, 1, Cap);
        _ramping = settings.StartupRamp > 0 && _initial > 1;
        _rampStart = now;
        Limit = _ramping ? 1 : _initial;
        _healthyLimit = _initial;
    }

    /// <summary>Goes on from saved state of that age in seconds. The generation rises: what was out before teaches nothing any more.</summary>
    public AimdEstimator(AimdSettings settings, int cap, double now, EstimatorState saved, double age)
        : this(settings, cap, now)
    {
        Ceiling = Math.Max(0, saved.Ceiling);
        Generation = saved.Generation + 1;
        Limit = Math.Clamp(saved.Limit, 1, Cap);
        _healthyLimit = Limit;
        _ramping = false;
        if (!string.Equals(saved.Name, EstimatorName, StringComparison.Ordinal) || saved.Version != StateVersion)
        {
            return;
        }

        _streak = saved.Streak;
        ConsecutiveRateLimits = saved.ConsecutiveRateLimits;
        _healthyLimit = Math.Clamp(saved.HealthyLimit, Limit, Cap);
        BlockedUntil = saved.BlockedFor > age ? now + saved.BlockedFor - age : 0;
        _ramping = saved.RampElapsed >= 0 && settings.StartupRamp > 0;
        _rampStart = now - Math.Max(0, saved.RampElapsed) - age;
        Look(now);
    }

    /// <inheritdoc/>
    public string Name => EstimatorName;

    /// <inheritdoc/>
    public int Limit { get; private set; }

    /// <inheritdoc/>
    public int Cap { get; private set; }

    /// <inheritdoc/>
    public long Generation { get; private set; }

    /// <inheritdoc/>
    public int Ceiling { get; private set; }

    /// <inheritdoc/>
    public double BlockedUntil { get; private set; }

    /// <inheritdoc/>
    public long ConsecutiveRateLimits { get; private set; }

    /// <inheritdoc/>
    public int SuccessesWanted => Limit >= Cap || _ramping ? 0 : Math.Max(1, _settings.SuccessesPerStep - _streak);

    /// <summary>Successes towards the next step.</summary>
    internal int Streak => _streak;

    /// <summary>The start-up ramp is on.</summary>
    internal bool Ramping => _ramping;

    /// <inheritdoc/>
    public int Look(double now)
    {
        if (!_ramping)
        {
            return Limit;
        }

        var elapsed = now - _rampStart;
        if (elapsed >= _settings.StartupRamp)
        {
            Limit = _initial;
            _ramping = false;
        }
        else
        {
            Limit = 1 + (int)Math.Floor((_initial - 1) * elapsed / _settings.StartupRamp);
        }

        return Limit;
    }

    /// <inheritdoc/>
    public int? Opening(double now) =>
        _reference && now >= BlockedUntil ? null : OpeningCurve.At(now, BlockedUntil, _settings.EffectiveReopen, Limit);

    /// <inheritdoc/>
    public void Sample(in EstimatorSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        var report = sample.Report;
        switch (report.Outcome)
        {
            case ReleaseOutcome.RateLimited:
                var retryAfter = report.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked.TotalSeconds : 0;
                RateLimited(1, retryAfter, sample.Generation, sample.Limit, now, effects);
                return;

            case ReleaseOutcome.Success when now >= BlockedUntil:
                Succeeded(1, now, effects);
                break;

            default:
                if (sample.InFlight == 0 && report.Outcome is not (ReleaseOutcome.LocalCancelled or ReleaseOutcome.LocalTimeout))
                {
                    ConsecutiveRateLimits = 0;
                }

                if (ProviderSamples.IsFailure(report))
                {
                    Failed();
                }

                break;
        }

        if (ProviderSamples.TryRead(report, sample.Generation, out var health))
        {
            Observe(health, now, effects);
        }
    }

    /// <inheritdoc/>
    public void Report(in EstimatorReport report, double now, ICollection<EstimatorEffect> effects)
    {
        if (report.Successes > 0)
        {
            Succeeded(report.Successes, now, effects);
        }

        if (report.Failures > 0)
        {
            Failed();
        }

        if (report.Emptied && report.Successes == 0)
        {
            ConsecutiveRateLimits = 0;
        }

        foreach (var sample in report.Samples ?? [])
        {
            Observe(sample, now, effects);
        }

        if (report.RateLimits > 0)
        {
            RateLimited(report.RateLimits, report.BlockFor, report.RateLimitGeneration, report.RateLimitLimit, now, effects);
        }
    }

    /// <inheritdoc/>
    public void SetCap(int cap, double now, ICollection<EstimatorEffect> effects)
    {
        Cap = Math.Max(1, cap);
        _initial = Math.Min(_initial, Cap);
        _healthyLimit = Math.Min(_healthyLimit, Cap);
        if (Look(now) > Cap)
        {
            Decrease(Cap, LimitCause.Cap, effects);
        }
    }

    /// <inheritdoc/>
    public EstimatorState Save(double now) => new()
    {
        Name = EstimatorName,
        Version = StateVersion,
        Limit = Limit,
        Ceiling = Ceiling,
        Generation = Generation,
        Streak = _streak,
        ConsecutiveRateLimits = ConsecutiveRateLimits,
        HealthyLimit = _healthyLimit,
        BlockedFor = Math.Max(0, BlockedUntil - now),
        RampElapsed = _ramping ? now - _rampStart : -1,
    };

    private void Succeeded(long count, double now, ICollection<EstimatorEffect> effects)
    {
        // The reference asks before it looks, so its first success after the ramp's end still counts as in the ramp.
        var ramping = _ramping;
        Look(now);
        if (!_reference)
        {
            ramping = _ramping;
        }

        ConsecutiveRateLimits = 0;
        if (ramping)
        {
            _streak = 0;
            return;
        }

        for (var i = 0L; i < count; i++)
        {
            if (++_streak < _settings.SuccessesPerStep)
            {
                continue;
            }

            _streak = 0;
            Increase(effects);
        }
    }

    private void Failed()
    {
        if (!_reference)
        {
            _streak = 0;
        }
    }

    private void RateLimited(long count, double retryAfter, long generation, int recordedLimit, double now, ICollection<EstimatorEffect> effects)
    {
        if (!_reference)
        {
            Look(now);
        }

        _ramping = false;
        ConsecutiveRateLimits += count;
        var until = now + (retryAfter > 0 ? retryAfter : _settings.Cooldown);
        BlockedUntil = _reference ? until : Math.Max(BlockedUntil, until);
        _streak = 0;
        if (_reference ? recordedLimit <= Limit : generation == Generation)
        {
            if (Ceiling == 0)
            {
                Ceiling = Math.Max(1, recordedLimit);
            }

            Decrease(Math.Max(1, (int)Math.Floor(Limit * _settings.DecreaseFactor)), LimitCause.RateLimit, effects);
        }

        effects.Add(new EstimatorEffect(EstimatorEffectKind.RateLimited, Limit, Limit, LimitCause.RateLimit, Generation));
    }

    private void Observe(in ProviderSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        if (_ring is null || !_ring.Add(sample, Generation))
        {
            return;
        }

        var verdict = _ring.Verdict();
        if (verdict is null)
        {
            _healthyLimit = _ring.Conclusive ? Look(now) : _healthyLimit;
            return;
        }

        // A constant background of errors must not grind the limit to 1.
        var least = Math.Max(1, (_healthyLimit + 3) / 4);
        var to = Math.Max(least, (int)Math.Floor(Look(now) * _settings.DecreaseFactor));
        _streak = 0;
        if (to >= Limit)
        {
            return;
        }

        _ramping = false;
        Decrease(to, verdict.Value, effects);
    }

    private void Increase(ICollection<EstimatorEffect> effects)
    {
        var from = Limit;
        Limit = (int)Math.Min(Cap, (long)Limit + _settings.IncreaseStep);
        if (Limit == from)
        {
            return;
        }

        effects.Add(new EstimatorEffect(EstimatorEffectKind.LimitIncreased, from, Limit, LimitCause.Success, Generation));
        if (Ceiling > 0 && Limit > Ceiling)
        {
            effects.Add(new EstimatorEffect(EstimatorEffectKind.SoftCeilingRecovered, from, Limit, LimitCause.Success, Generation));
        }

        if (Limit == Cap)
        {
            effects.Add(new EstimatorEffect(EstimatorEffectKind.FullyRecovered, from, Limit, LimitCause.Success, Generation));
        }
    }

    private void Decrease(int to, LimitCause cause, ICollection<EstimatorEffect> effects)
    {
        var from = Limit;
        Limit = to;
        Generation++;
        _ring?.Clear();
        if (to != from)
        {
            effects.Add(new EstimatorEffect(EstimatorEffectKind.LimitDecreased, from, to, cause, Generation));
        }
    }
}
