using Granary.Admission.Protocol;

namespace Granary.Admission.Estimators.Delay;

/// <summary>
/// An estimator around a limit that reads round-trip times, or around a fixed one. The limit itself is as published; cap, blocks and
/// generations are ours. Such limits look at every answer, also at stale ones, for they have no idea of a cascade.
/// </summary>
internal sealed class DelayEstimator : ILimitEstimator
{
    private const double Second = 1e9;
    private const int StateVersion = 1;
    private readonly IDelayLimit _limit;
    private readonly WindowedLimit? _windows;
    private readonly bool _rejectionLatency;
    private readonly double _reopen;

    /// <summary>Goes on from the limit of saved state, whoever wrote it; the rest starts afresh.</summary>
    public DelayEstimator(
        string name, IDelayLimit limit, WindowedLimit? windows, bool rejectionLatency, double reopen, int cap, double now, EstimatorState? saved, double age)
    {
        Name = name;
        _limit = limit;
        _windows = windows;
        _rejectionLatency = rejectionLatency;
        _reopen = reopen;
        Cap = Math.Max(1, cap);
        if (saved is not null)
        {
            Generation = saved.Generation + 1;
            BlockedUntil = saved.BlockedFor > age ? now + saved.BlockedFor - age : 0;
            if (LimitEstimators.Names.Contains(saved.Name, StringComparer.Ordinal))
            {
                Ceiling = Math.Max(0, saved.Ceiling);
                _limit.Resume(saved.Limit);
            }
        }

        _limit.Clamp(Cap);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Limit => Math.Clamp(_limit.Limit, 1, Cap);

    /// <inheritdoc/>
    public int Cap { get; private set; }

    /// <inheritdoc/>
    public long Generation { get; private set; }

    /// <inheritdoc/>
    public int Ceiling { get; private set; }

    /// <inheritdoc/>
    public double BlockedUntil { get; private set; }

    /// <inheritdoc/>
    public double BlockOnRefusal => 0;

    /// <inheritdoc/>
    public long ConsecutiveRateLimits { get; private set; }

    /// <inheritdoc/>
    public int SuccessesWanted => 0;

    /// <inheritdoc/>
    public bool Searching => false;

    /// <inheritdoc/>
    public EstimatorReading Reading => default;

    /// <inheritdoc/>
    public double NextTick => double.PositiveInfinity;

    /// <inheritdoc/>
    public int Look(double now) => Limit;

    /// <inheritdoc/>
    public int? Opening(double now) => OpeningCurve.At(now, BlockedUntil, _reopen, Limit);

    /// <inheritdoc/>
    public void Accepted(in AcceptedSample sample, double now, ICollection<EstimatorEffect> effects) => ConsecutiveRateLimits = 0;

    /// <inheritdoc/>
    public void Completed(in CompletedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        ConsecutiveRateLimits = 0;
        if (!double.IsNaN(sample.Latency))
        {
            Add(sample.Latency, sample.Level, drop: false, LimitCause.Slow, now, effects);
        }
    }

    /// <inheritdoc/>
    public void Rejected(in RejectedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        var rate = sample.Cause is AnswerCause.Bucket or AnswerCause.Ramp;
        var load = sample.Cause is AnswerCause.Capacity or AnswerCause.Unclear;
        if (load || rate)
        {
            ConsecutiveRateLimits += sample.Count;
            BlockedUntil = sample.RetryAfter > 0 ? Math.Max(BlockedUntil, now + sample.RetryAfter) : BlockedUntil;
            effects.Add(new EstimatorEffect(EstimatorEffectKind.RateLimited, Limit, Limit, LimitCause.RateLimit, Generation));
        }

        if (!load && sample.Cause != AnswerCause.ProviderTimeout)
        {
            return;
        }

        var cause = load ? LimitCause.RateLimit : LimitCause.Failures;
        for (var i = 0L; i < sample.Count; i++)
        {
            if (_rejectionLatency && !double.IsNaN(sample.Latency))
            {
                Add(sample.Latency, sample.Level, drop: true, cause, now, effects);
            }
            else if (_limit is VegasLimit vegas)
            {
                var from = Limit;
                vegas.Drop();
                Told(from, cause, effects);
            }
        }
    }

    /// <inheritdoc/>
    public void Report(EvidenceBatch batch, double now, ICollection<EstimatorEffect> effects) => EvidenceOrder.Learn(this, batch, now, effects);

    /// <inheritdoc/>
    public void Tick(double now, ICollection<EstimatorEffect> effects)
    {
        // Time alone moves nothing.
    }

    /// <inheritdoc/>
    public void SetCap(int cap, double now, ICollection<EstimatorEffect> effects)
    {
        var from = Limit;
        Cap = Math.Max(1, cap);
        _limit.Clamp(Cap);
        Told(from, LimitCause.Cap, effects);
    }

    /// <inheritdoc/>
    public void GateShut(double now, ICollection<EstimatorEffect> effects) => RaiseGeneration(LimitCause.Gate, effects);

    /// <inheritdoc/>
    public void GateOpened(bool accepted, int inFlight, double now, ICollection<EstimatorEffect> effects)
    {
        BlockedUntil = Math.Max(BlockedUntil, now);
        RaiseGeneration(LimitCause.Gate, effects);
    }

    /// <inheritdoc/>
    public void BucketCut(double now, ICollection<EstimatorEffect> effects) => RaiseGeneration(LimitCause.Bucket, effects);

    /// <inheritdoc/>
    public EstimatorState Save(double now) => new()
    {
        Name = Name,
        Version = StateVersion,
        Limit = Limit,
        Ceiling = Ceiling,
        Generation = Generation,
        BlockedFor = Math.Max(0, BlockedUntil - now),
    };

    private void Add(double latency, int level, bool drop, LimitCause cause, double now, ICollection<EstimatorEffect> effects)
    {
        var from = Limit;
        var rtt = latency * Second;
        if (_windows is null)
        {
            _limit.Add(rtt, level, drop);
        }
        else if (_windows.Add((now * Second) - rtt, rtt, level, drop))
        {
            cause = LimitCause.Failures;
        }

        _limit.Clamp(Cap);
        Told(from, cause, effects);
    }

    private void Told(int from, LimitCause cause, ICollection<EstimatorEffect> effects)
    {
        var to = Limit;
        if (to < from)
        {
            // The first cut tells where trouble began, as with aimd.
            Ceiling = Ceiling == 0 && cause == LimitCause.RateLimit ? from : Ceiling;
            Generation++;
            effects.Add(new EstimatorEffect(EstimatorEffectKind.LimitDecreased, from, to, cause, Generation));
        }
        else if (to > from)
        {
            effects.Add(new EstimatorEffect(EstimatorEffectKind.LimitIncreased, from, to, LimitCause.Success, Generation));
            if (to == Cap)
            {
                effects.Add(new EstimatorEffect(EstimatorEffectKind.FullyRecovered, from, to, LimitCause.Success, Generation));
            }
        }
    }

    private void RaiseGeneration(LimitCause cause, ICollection<EstimatorEffect> effects)
    {
        Generation++;
        effects.Add(new EstimatorEffect(EstimatorEffectKind.GenerationRaised, Limit, Limit, cause, Generation));
    }
}
