using Granary.Admission.Protocol;

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

    private const int StateVersion = 2;
    private const int StateLength = 4;
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
        Generation = saved.Generation + 1;
        BlockedUntil = saved.BlockedFor > age ? now + saved.BlockedFor - age : 0;
        var mine = string.Equals(saved.Name, EstimatorName, StringComparison.Ordinal);
        if (mine ? saved.Version != StateVersion || saved.Memory.Length != StateLength : !LimitEstimators.Names.Contains(saved.Name, StringComparer.Ordinal))
        {
            return;
        }

        Ceiling = Math.Max(0, saved.Ceiling);
        Limit = Math.Clamp(saved.Limit, 1, Cap);
        _healthyLimit = Limit;
        _ramping = false;
        if (!mine)
        {
            return;
        }

        _streak = (int)saved.Memory[0];
        ConsecutiveRateLimits = (long)saved.Memory[1];
        _healthyLimit = Math.Clamp((int)saved.Memory[2], Limit, Cap);
        var rampElapsed = saved.Memory[3];
        _ramping = rampElapsed >= 0 && settings.StartupRamp > 0;
        _rampStart = now - Math.Max(0, rampElapsed) - age;
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
    public double BlockOnRefusal => _settings.Cooldown;

    /// <inheritdoc/>
    public long ConsecutiveRateLimits { get; private set; }

    /// <inheritdoc/>
    public int SuccessesWanted => Limit >= Cap || _ramping ? 0 : Math.Max(1, _settings.SuccessesPerStep - _streak);

    /// <inheritdoc/>
    public bool Searching => false;

    /// <inheritdoc/>
    public EstimatorReading Reading => default;

    /// <inheritdoc/>
    public double NextTick => double.PositiveInfinity;

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
    public void Accepted(in AcceptedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        // Learns from finished calls.
    }

    /// <inheritdoc/>
    public void Completed(in CompletedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        if (!sample.InBlock)
        {
            Succeeded(sample.Count, now, effects);
        }
        else if (sample.InFlight == 0)
        {
            ConsecutiveRateLimits = 0;
        }

        if (ProviderSamples.TryRead(sample, out var health))
        {
            Observe(health, now, effects);
        }
    }

    /// <inheritdoc/>
    public void Rejected(in RejectedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        switch (sample.Cause)
        {
            case AnswerCause.Capacity or AnswerCause.Unclear:
                RateLimited(sample, cut: true, now, effects);
                return;

            // A rate is not the ceiling: it blocks. The reference knows no difference.
            case AnswerCause.Bucket or AnswerCause.Ramp:
                RateLimited(sample, cut: _reference, now, effects);
                return;
        }

        if (sample.InFlight == 0)
        {
            ConsecutiveRateLimits = 0;
        }

        if (sample.Cause is AnswerCause.ServerFailure or AnswerCause.ProviderTimeout or AnswerCause.Outage)
        {
            Failed();
            for (var i = 0L; i < Math.Min(sample.Count, OverloadRing.Size); i++)
            {
                Observe(ProviderSamples.Failure(sample.Generation), now, effects);
            }
        }
    }

    /// <inheritdoc/>
    public void Report(EvidenceBatch batch, double now, ICollection<EstimatorEffect> effects)
    {
        // Its own order: successes, then failures, then the refusals as one cascade.
        foreach (var sample in batch.Completions)
        {
            Completed(sample, now, effects);
        }

        foreach (var sample in batch.Rejections)
        {
            if (!IsRateLimit(sample.Cause))
            {
                Rejected(sample, now, effects);
            }
        }

        foreach (var sample in batch.Rejections.Where(static r => IsRateLimit(r.Cause)).OrderByDescending(static r => r.Generation))
        {
            Rejected(sample, now, effects);
        }
    }

    /// <inheritdoc/>
    public void Tick(double now, ICollection<EstimatorEffect> effects) => Look(now);

    /// <inheritdoc/>
    public void GateShut(double now, ICollection<EstimatorEffect> effects) => RaiseGeneration(LimitCause.Gate, effects);

    /// <inheritdoc/>
    public void GateOpened(bool accepted, int inFlight, double now, ICollection<EstimatorEffect> effects)
    {
        // The opening after a block serves here too: from one permit on.
        BlockedUntil = Math.Max(BlockedUntil, now);
        RaiseGeneration(LimitCause.Gate, effects);
    }

    /// <inheritdoc/>
    public void BucketCut(double now, ICollection<EstimatorEffect> effects) => RaiseGeneration(LimitCause.Bucket, effects);

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
        BlockedFor = Math.Max(0, BlockedUntil - now),
        Memory = [_streak, ConsecutiveRateLimits, _healthyLimit, _ramping ? now - _rampStart : -1],
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

    private static bool IsRateLimit(AnswerCause cause) =>
        cause is AnswerCause.Capacity or AnswerCause.Unclear or AnswerCause.Bucket or AnswerCause.Ramp;

    private void RateLimited(in RejectedSample sample, bool cut, double now, ICollection<EstimatorEffect> effects)
    {
        if (!_reference)
        {
            Look(now);
        }

        _ramping = false;
        ConsecutiveRateLimits += sample.Count;
        var until = now + (sample.RetryAfter > 0 ? sample.RetryAfter : _settings.Cooldown);
        BlockedUntil = _reference ? until : Math.Max(BlockedUntil, until);
        _streak = 0;
        if (cut && (_reference ? sample.Limit <= Limit : sample.Generation == Generation))
        {
            if (Ceiling == 0)
            {
                Ceiling = Math.Max(1, sample.Limit);
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

    private void RaiseGeneration(LimitCause cause, ICollection<EstimatorEffect> effects)
    {
        Generation++;
        _ring?.Clear();
        effects.Add(new EstimatorEffect(EstimatorEffectKind.GenerationRaised, Limit, Limit, cause, Generation));
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
