using Granary.Admission.Protocol;

namespace Granary.Admission.Estimators.Seek;

/// <summary>
/// Finds and rides a hidden limit. Life of it: a start climbs by one with every accept until two refusals close together say stop; then it
/// holds exactly what was accepted; a probe asks for one permit more whenever the budget of refusals allows, a cut wants to be questioned, or a
/// gain to be followed, climbs fast while the answer is yes and goes back at the first no; refusals in hold cut to what the provider still
/// holds. How many refusals it takes to be believed depends on how many this provider gives for no reason. Latency is not used, except in
/// plateau mode. Rules and a worked trace: docs/algorithms/seek.md.
/// </summary>
internal sealed partial class SeekEstimator : ILimitEstimator
{
    /// <summary>Name in settings and views.</summary>
    public const string EstimatorName = "seek";

    private const double LongestCall = 600;
    private readonly SeekSettings _settings;
    private readonly NoiseMeter _noise;
    private readonly RefusalCase _case = new();
    private readonly ProbeBudget _budget;
    private readonly ProbeClock _clock;
    private readonly CeilingMemory _memory;
    private readonly UnclearRefusals _unclear = new();
    private readonly RiseBrake _brake = new();
    private readonly KeyPace _pace;
    private readonly PlateauSearch? _plateau;
    private EstimatorPhase _phase = EstimatorPhase.Start;
    private int _target;
    private int _base;
    private int _step;
    private bool _restoring;
    private double _raisedAt;
    private int _saved;
    private double _idleSince;
    private int _idleStage;

    /// <summary>A fresh one, or one that goes on from saved state of that age in seconds.</summary>
    public SeekEstimator(SeekSettings settings, int cap, double now, EstimatorState? saved = null, double age = 0)
    {
        _settings = settings;
        _noise = new NoiseMeter(settings);
        _budget = new ProbeBudget(settings);
        _clock = new ProbeClock(settings);
        _memory = new CeilingMemory();
        _pace = new KeyPace(now);
        _plateau = settings.Plateau ? new PlateauSearch() : null;
        Cap = Math.Max(1, cap);
        Limit = Math.Min(settings.Start, Cap);
        _idleSince = now;
        _idleStage = 2;
        if (saved is not null)
        {
            Restore(saved, age, now);
        }
    }

    /// <inheritdoc/>
    public string Name => EstimatorName;

    /// <inheritdoc/>
    public int Limit { get; private set; }

    /// <inheritdoc/>
    public int Cap { get; private set; }

    /// <inheritdoc/>
    public long Generation { get; private set; } = 1;

    /// <inheritdoc/>
    public int Ceiling => _memory.Ceiling;

    /// <inheritdoc/>
    public double BlockedUntil { get; private set; }

    /// <inheritdoc/>
    public double BlockOnRefusal => 0;

    /// <inheritdoc/>
    public long ConsecutiveRateLimits { get; private set; }

    /// <inheritdoc/>
    public int SuccessesWanted => 0;

    /// <inheritdoc/>
    public bool Searching => _phase is EstimatorPhase.Start or EstimatorPhase.Probe;

    /// <inheritdoc/>
    public EstimatorReading Reading => new(_phase, _case.Weight, _budget.Balance, _noise.Share);

    /// <inheritdoc/>
    public double NextTick => _idleStage switch
    {
        0 => _idleSince + _settings.IdleAfter,
        1 => _idleSince + _settings.Forget,
        _ => double.PositiveInfinity,
    };

    internal ProbeClock Clock => _clock;

    internal NoiseMeter Noise => _noise;

    internal int CutsInARow => _memory.CutsInARow;

    internal int Saved => _saved;

    internal int Target => _target;

    /// <inheritdoc/>
    public bool SeesRate(double now) => _unclear.IsRate(now);

    /// <inheritdoc/>
    public int Look(double now) => Limit;

    /// <inheritdoc/>
    public int? Opening(double now) => OpeningCurve.At(now, BlockedUntil, _settings.Reopen, Limit);

    /// <inheritdoc/>
    public void Accepted(in AcceptedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        Tick(now, effects);
        Busy(sample.InFlight, now);
        ConsecutiveRateLimits = 0;
        _pace.Accept(sample.Count, now);
        for (var i = 0L; i < sample.Count; i++)
        {
            Accept(sample, now, effects);
        }
    }

    /// <inheritdoc/>
    public void Completed(in CompletedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        Tick(now, effects);
        Busy(sample.InFlight, now);
        if (_plateau is not null && _plateau.Completed(sample, Limit, now) is { } wanted)
        {
            MoveTo(Math.Clamp(wanted, _settings.Floor, Cap), wanted < Limit ? LimitCause.Slow : LimitCause.Success, now, effects);
        }
    }

    /// <inheritdoc/>
    public void Rejected(in RejectedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        Tick(now, effects);
        Busy(sample.InFlight, now);
        if (sample.Cause is not (AnswerCause.Capacity or AnswerCause.Unclear or AnswerCause.Bucket or AnswerCause.Ramp))
        {
            return;
        }

        ConsecutiveRateLimits += sample.Count;
        _pace.Refuse(sample.Latency);
        var waits = Block(sample, now, effects);
        if (sample.Cause == AnswerCause.Ramp)
        {
            _brake.Pull(Limit, now);
            return;
        }

        for (var i = 0L; i < sample.Count && sample.Generation == Generation && IsEvidence(sample, now); i++)
        {
            Refuse(sample, waits, now, effects);
            waits = 0;
        }
    }

    /// <inheritdoc/>
    public void Report(EvidenceBatch batch, double now, ICollection<EstimatorEffect> effects) => EvidenceOrder.Learn(this, batch, now, effects);

    /// <inheritdoc/>
    public void Tick(double now, ICollection<EstimatorEffect> effects)
    {
        var idle = now - _idleSince;
        if (_idleStage == 0 && idle >= _settings.IdleAfter)
        {
            _idleStage = 1;
            StartOver(now, effects);
        }

        if (_idleStage == 1 && idle >= _settings.Forget)
        {
            _idleStage = 2;
            _memory.Settle(0);
            _target = 0;
        }
    }

    /// <inheritdoc/>
    public void SetCap(int cap, double now, ICollection<EstimatorEffect> effects)
    {
        Cap = Math.Max(1, cap);
        _memory.Ceiling = Math.Min(_memory.Ceiling, Cap);
        _target = Math.Min(_target, Cap);
        _base = Math.Min(_base, Cap);
        _saved = Math.Min(_saved, Cap);
        if (Limit > Cap)
        {
            _case.Close();
            Generation++;
            Move(Cap, LimitCause.Cap, effects);
        }
    }

    /// <inheritdoc/>
    public void GateShut(double now, ICollection<EstimatorEffect> effects)
    {
        _saved = _phase switch
        {
            EstimatorPhase.Start when _target > 0 => _target,
            EstimatorPhase.Probe => _base,
            _ => Limit,
        };
        _clock.Forget();
        _memory.CloseCascade();
        Enter(EstimatorPhase.Hold);
        RaiseGeneration(LimitCause.Gate, effects);
    }

    /// <inheritdoc/>
    public void GateOpened(bool accepted, int inFlight, double now, ICollection<EstimatorEffect> effects)
    {
        Busy(inFlight, now);
        Enter(EstimatorPhase.Start);
        _target = _saved > 0 ? _saved : Limit;
        _saved = 0;

        // The climb from what survived takes the place of the opening.
        BlockedUntil = BlockedUntil <= now ? 0 : BlockedUntil;
        var to = Math.Clamp(accepted ? inFlight + 1 : inFlight, _settings.Floor, Math.Min(_target, Cap));
        RaiseGeneration(LimitCause.Gate, effects);
        Move(to, LimitCause.Gate, effects);
        EndStartAtGoal(now, effects);
    }

    /// <inheritdoc/>
    public void BucketCut(double now, ICollection<EstimatorEffect> effects) => RaiseGeneration(LimitCause.Bucket, effects);

    private void Busy(int inFlight, double now)
    {
        _idleStage = 0;

        // What other agents have in flight may be old news; but no call lasts this long without a sample.
        _idleSince = inFlight == 0 ? now : now + LongestCall;
    }

    /// <summary>Returns how much longer than before nothing may be sent, with half of the opening that follows.</summary>
    private double Block(in RejectedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        var (before, waits) = (Math.Max(now, BlockedUntil), 0.0);
        if (now + sample.RetryAfter > before)
        {
            BlockedUntil = now + sample.RetryAfter;
            waits = BlockedUntil - before + (_settings.Reopen / 2);
        }

        effects.Add(Effect(EstimatorEffectKind.RateLimited, Limit, LimitCause.RateLimit));
        return waits;
    }

    private bool IsEvidence(in RejectedSample sample, double now) =>
        sample.Cause == AnswerCause.Capacity
        || (sample.Cause == AnswerCause.Unclear && _unclear.IsCeiling(sample.Generation, sample.Level, Limit, now));

    private EstimatorEffect Effect(EstimatorEffectKind kind, int from, LimitCause cause) => new(kind, from, Limit, cause, Generation) { Reading = Reading };
}
