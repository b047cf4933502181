namespace Granary.Admission.Estimators.Seek;

/// <summary>What an accept and a refusal do in each phase, in the order of the rules.</summary>
internal sealed partial class SeekEstimator
{
    private const double DeepestPower = 30;
    private const double LoudProbe = 8;
    private const double LoudHold = 12;
    private const double LoudRise = 0.5;
    private const double LoudRefute = 30;
    private const double LoudExplained = 0.6;

    private void Accept(in AcceptedSample sample, double now, ICollection<EstimatorEffect> effects)
    {
        _budget.Earn();
        if (_phase == EstimatorPhase.Probe && Loud)
        {
            // On average noise refuses so many calls for each one accepted; the probe has not asked for those.
            _budget.Forgive(Background / (1 - Background));
        }

        _noise.Accept();
        if (sample.Generation != Generation)
        {
            return;
        }

        _unclear.Accept(sample.Generation, sample.Level, now);
        if (_case.IsOpen && _case.Accept(sample.Level, Expected(), Background, now))
        {
            _noise.Add(_case.Refusals);
        }

        var atLimit = sample.Level >= Limit;
        if (_phase == EstimatorPhase.Hold && atLimit)
        {
            _memory.CutsInARow = 0;
        }

        if (!sample.Bound || _case.Weight > (Loud ? LoudRise * Enough() : 0) || (_plateau is not null && !_plateau.HandedOver(now)))
        {
            return;
        }

        switch (_phase)
        {
            case EstimatorPhase.Start:
                Climb(now, effects);
                break;

            case EstimatorPhase.Hold:
                BeginProbe(now, effects);
                break;

            default:
                if (atLimit && now - _raisedAt >= _settings.RaiseSpacing)
                {
                    Raise(now, effects);
                }

                break;
        }
    }

    private void Refuse(in RejectedSample sample, double waits, double now, ICollection<EstimatorEffect> effects)
    {
        // What the provider held when it said no.
        var held = Math.Max(1, Math.Min(sample.Level - 1, Math.Min(sample.InFlight, Limit)));
        if (_plateau?.HandOver(now) == true)
        {
            // It refuses after all: this limit was accepted so far.
            _memory.Settle(Limit);
            Enter(EstimatorPhase.Hold);
        }

        if (_phase == EstimatorPhase.Probe)
        {
            _budget.Charge(1 + _pace.CallsLost(waits, Limit, now));
        }

        _case.Refuse(held, Expected(), Background, now);
        if (_case.Weight < Enough())
        {
            return;
        }

        switch (_phase)
        {
            case EstimatorPhase.Start:
                StopStart(now, effects);
                break;

            case EstimatorPhase.Hold:
                Cut(held, now, effects);
                break;

            default:
                EndProbe(now, effects);
                break;
        }
    }

    /// <summary>One call too many makes too few refusals to believe single ones, whatever the noise.</summary>
    private bool Fast => _pace.OneTooMany < _settings.RefusedIfHeld;

    private double Background => Fast ? _noise.ShareIfFast : _noise.Share;

    /// <summary>
    /// A fast key with much noise: cases are open most of the time, and single ones are believed by chance. So they have to be stronger, nothing stops for a
    /// weak one, and of those believed a part is noise all the same (decisions/0091).
    /// </summary>
    private bool Loud => Fast && _noise.Noisy;

    /// <summary>Share of calls refused if the limit is too high.</summary>
    private double Expected()
    {
        var noise = Background;
        var one = noise + _pace.OneTooMany;
        return _phase != EstimatorPhase.Hold ? Math.Min(_settings.RefusedIfAsked, one)
            : Fast ? one
            : _noise.Noisy ? (2 * noise) + 0.05
            : _settings.RefusedIfHeld;
    }

    /// <summary>Weight from which a case is believed.</summary>
    private double Enough() => _phase switch
    {
        EstimatorPhase.Start => _settings.StartEvidence,
        EstimatorPhase.Probe => Loud ? LoudProbe : _settings.ProbeEvidence,
        _ when Loud => LoudHold,
        _ => Fast || _noise.Noisy ? _settings.NoisyEvidence : _settings.HoldEvidence,
    };

    /// <summary>Of a case that is believed, what noise would have refused of its calls anyhow.</summary>
    private void Explain()
    {
        if (Loud)
        {
            _noise.Add(LoudExplained * Math.Min(_case.Refusals, Background * _case.Calls));
        }
    }

    private void Climb(double now, ICollection<EstimatorEffect> effects)
    {
        var most = _target > 0 ? Math.Min(Cap, _target) : Cap;
        if (Limit < most)
        {
            MoveTo(_brake.Allow(Limit, Limit + 1, now), LimitCause.Success, now, effects);
        }

        EndStartAtGoal(now, effects);
    }

    /// <summary>A start that has reached its target or the cap is over.</summary>
    private void EndStartAtGoal(double now, ICollection<EstimatorEffect> effects)
    {
        if (_target > 0 && Limit >= _target)
        {
            _memory.Settle(Limit);
            _target = 0;
            _clock.Started(now);
            Enter(EstimatorPhase.Hold, effects);
        }
        else if (Limit >= Cap)
        {
            _memory.Settle(Cap);
            _clock.LastAt = now;
            Enter(EstimatorPhase.Hold, effects);
        }
    }

    private void StopStart(double now, ICollection<EstimatorEffect> effects)
    {
        var to = Math.Max(_settings.Floor, _case.Lowest);
        _memory.Settle(to);
        _target = 0;
        _budget.Reset();
        _clock.Started(now);
        Verdict(to, EstimatorPhase.Hold, effects);
    }

    private void Cut(int held, double now, ICollection<EstimatorEffect> effects)
    {
        Explain();
        _memory.Cut(Limit, _case.Refusals, now);
        var row = _memory.CutsInARow;
        var to = held;
        if (row >= 2)
        {
            // Each further cut of a row goes below what is held: so one fall costs few refusals.
            var deeper = _settings.CutStep * Math.Pow(2, Math.Min(row - 2, DeepestPower));
            to = (int)Math.Floor(Math.Max(_settings.CutLeast, 1 - deeper) * held);
        }

        _clock.Cut(now, deep: row >= 2);
        Verdict(Math.Max(_settings.Floor, Math.Min(to, Limit - 1)), EstimatorPhase.Hold, effects);
    }

    private void BeginProbe(double now, ICollection<EstimatorEffect> effects)
    {
        var due = _clock.Due(now);
        if (Limit >= Cap || (!due && !(_budget.CanPay && _clock.Spaced(now))))
        {
            return;
        }

        var to = _brake.Allow(Limit, Limit + 1, now);
        if (to == Limit)
        {
            return;
        }

        _restoring = due && Limit < _memory.Ceiling;
        _clock.Begin(now);
        _base = Limit;
        _step = 2;
        _raisedAt = now;
        Enter(EstimatorPhase.Probe);
        Move(to, LimitCause.Success, effects);
    }

    private void Raise(double now, ICollection<EstimatorEffect> effects)
    {
        var noise = _memory.Refute(Limit, now, Loud ? LoudRefute : _settings.RefuteWithin);
        if (noise >= 0)
        {
            _noise.Add(noise);
            _clock.Refuted();
        }

        if (_restoring && Limit >= _memory.Ceiling)
        {
            _clock.Restored(now);
            Enter(EstimatorPhase.Hold, effects);
            return;
        }

        if (Limit >= Cap)
        {
            _memory.Ceiling = Cap;
            Enter(EstimatorPhase.Hold, effects);
            return;
        }

        var most = _restoring ? Math.Min(Cap, _memory.Ceiling) : Cap;
        var to = _brake.Allow(Limit, Math.Min(most, Limit + _step), now);
        if (to == Limit)
        {
            return;
        }

        Move(to, LimitCause.Success, effects);
        _step = Math.Min(2 * _step, Math.Max(1, Limit / _settings.StepDivisor));
        _raisedAt = now;
    }

    private void EndProbe(double now, ICollection<EstimatorEffect> effects)
    {
        var to = Math.Min(Limit, Math.Max(_base, _case.Lowest));
        Explain();
        _clock.Ended(to - _base, now);
        _memory.Settle(to);
        Verdict(to, EstimatorPhase.Hold, effects);
    }

    /// <summary>A case was believed: it is closed, and calls admitted before say nothing any more.</summary>
    private void Verdict(int to, EstimatorPhase phase, ICollection<EstimatorEffect> effects)
    {
        _case.Close();
        Enter(phase);
        Generation++;
        if (to == Limit)
        {
            effects.Add(Effect(EstimatorEffectKind.GenerationRaised, Limit, LimitCause.RateLimit));
            return;
        }

        Move(to, LimitCause.RateLimit, effects);
    }

    /// <summary>From below again, up to what was known before.</summary>
    private void StartOver(double now, ICollection<EstimatorEffect> effects)
    {
        Enter(EstimatorPhase.Start);
        _clock.Forget();
        _target = Math.Min(_memory.Ceiling, Cap);
        _memory.Settle(_target);
        RaiseGeneration(LimitCause.Idle, effects);
        Move(Math.Min(_settings.Start, _target > 0 ? _target : Cap), LimitCause.Idle, effects);
        EndStartAtGoal(now, effects);
    }

    private void Enter(EstimatorPhase phase) => _phase = phase;

    private void Enter(EstimatorPhase phase, ICollection<EstimatorEffect> effects)
    {
        if (_phase != phase)
        {
            _phase = phase;
            effects.Add(Effect(EstimatorEffectKind.PhaseChanged, Limit, LimitCause.Success));
        }
    }

    private void RaiseGeneration(LimitCause cause, ICollection<EstimatorEffect> effects)
    {
        _case.Close();
        Generation++;
        effects.Add(Effect(EstimatorEffectKind.GenerationRaised, Limit, cause));
    }

    private void MoveTo(int to, LimitCause cause, double now, ICollection<EstimatorEffect> effects)
    {
        if (to < Limit)
        {
            Generation++;
        }

        Move(to > Limit ? _brake.Allow(Limit, to, now) : to, cause, effects);
    }

    private void Move(int to, LimitCause cause, ICollection<EstimatorEffect> effects)
    {
        var from = Limit;
        if (to == from)
        {
            return;
        }

        Limit = to;
        effects.Add(Effect(to < from ? EstimatorEffectKind.LimitDecreased : EstimatorEffectKind.LimitIncreased, from, cause));
        if (to == Cap)
        {
            effects.Add(Effect(EstimatorEffectKind.FullyRecovered, from, cause));
        }
    }
}
