using Granary.Admission.Agents;
using Granary.Admission.Buckets;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>What reports teach: the estimator, the gate, the caps.</summary>
public sealed partial class CapacityLedger
{
    /// <summary>An operator says that a shut domain may be tried again: the next one who wants it probes. False: it was open, or never used.</summary>
    public bool Open(Domain domain, double now) => _domains[(int)domain]?.Gate.TryNow(now) == true && Dirty(DirtyState.Urgent);

    /// <summary>An operator shuts a domain for that long. False: it was never used, or is shut longer already.</summary>
    public bool Shut(Domain domain, double seconds, double now, LedgerEffects effects)
    {
        if (_domains[(int)domain] is not { } state)
        {
            return false;
        }

        var change = state.Gate.CloseByHand(seconds, now);
        Gated(state, change, null, now, effects);
        return change is not null;
    }

    private void Learn(LedgerAgent agent, AgentDomainReport report, long heardBefore, double jitter, double now, LedgerEffects effects)
    {
        var domain = _domains[(int)report.Domain]!;
        var booking = agent.Book(report.Domain);
        var totals = report.Totals;
        var known = booking.Learned;
        if (!agent.Heard && known == default)
        {
            // Known to a predecessor: what it has counted so far was that one's to learn.
            known = totals;
        }

        domain.Admitted += totals.Admitted - known.Admitted;
        domain.RateLimited += totals.RateLimited - known.RateLimited;
        booking.Learned = totals;
        var (limit, blockedUntil, generation) = (domain.Estimator.Look(now), domain.Estimator.BlockedUntil, domain.Estimator.Generation);
        foreach (var batch in report.Evidence)
        {
            // A report that was heard but whose answer was lost comes again, with the next one behind it.
            if (batch.Sequence > heardBefore)
            {
                LearnGate(domain, booking, batch, agent, jitter, now, effects);
                domain.Estimator.Report(batch, now, _estimates);
                LearnRate(domain, batch, now);
            }
        }

        HearProbe(domain, booking, report.Gate, jitter, now, effects);
        if (now >= domain.Estimator.NextTick)
        {
            domain.Estimator.Tick(now, _estimates);
        }

        Drain(domain, now, effects);
        if (domain.Estimator.Generation != generation)
        {
            Dirty(DirtyState.Urgent);
        }

        if (domain.Estimator.Limit < limit || domain.Estimator.BlockedUntil > Math.Max(now, blockedUntil))
        {
            Dirty(DirtyState.Urgent);
            TellCut(domain, agent, now, effects);
        }
    }

    /// <summary>Only what was admitted since the last change speaks: accepts first, as the estimator learns them.</summary>
    private void LearnGate(LedgerDomain domain, Booking booking, EvidenceBatch batch, LedgerAgent agent, double jitter, double now, LedgerEffects effects)
    {
        var gate = domain.Gate;
        var current = domain.Estimator.Generation;
        var accepts = 0L;
        foreach (var sample in batch.Accepts)
        {
            booking.SeesAccepts |= !sample.Presumed;
            accepts += sample.Generation == current && !sample.Presumed ? sample.Count : 0;
        }

        if (!booking.SeesAccepts)
        {
            foreach (var sample in batch.Completions)
            {
                accepts += sample.Generation == current ? sample.Count : 0;
            }
        }

        gate.Accepted(accepts);
        domain.Pace.Accept(now, accepts);
        foreach (var sample in batch.Rejections)
        {
            if (sample.Generation != current)
            {
                continue;
            }

            if (sample.Cause == AnswerCause.Request)
            {
                gate.Answered();
                continue;
            }

            if (sample.Cause == AnswerCause.Bucket)
            {
                CutBucket(domain, sample, now);
                continue;
            }

            var change = sample.Cause switch
            {
                AnswerCause.Outage => gate.Failed(away: true, sample.RetryAfter, sample.Count, jitter, now),
                AnswerCause.ServerFailure or AnswerCause.ProviderTimeout => gate.Failed(away: false, sample.RetryAfter, sample.Count, jitter, now),
                AnswerCause.Capacity or AnswerCause.Unclear or AnswerCause.Ramp => gate.Refused(domain.Estimator.Limit, sample.RetryAfter, sample.Count, jitter, now),
                AnswerCause.Quota => gate.OutOfQuota(sample.RetryAfter, now),
                _ => null,
            };
            Gated(domain, change, agent, now, effects);
        }
    }

    /// <summary>Refusals that name a wait and nothing else, and that the estimator takes for a rate: one is learned.</summary>
    private void LearnRate(LedgerDomain domain, EvidenceBatch batch, double now)
    {
        if (!domain.Estimator.SeesRate(now))
        {
            return;
        }

        foreach (var sample in batch.Rejections)
        {
            if (sample.Cause == AnswerCause.Unclear && sample.Generation == domain.Estimator.Generation)
            {
                CutBucket(domain, sample, now, suspected: true);
            }
        }
    }

    /// <summary>The provider's bucket ran out though ours had room, or we have none: nothing is lent before it refills.</summary>
    private void CutBucket(LedgerDomain domain, in RejectedSample sample, double now, bool suspected = false)
    {
        var bucket = sample.Bucket;
        if (bucket is BucketKind.Requests or BucketKind.None)
        {
            if (domain.Configured.RequestsPerMinute <= 0 && domain.LearnedRequests <= 0)
            {
                if (suspected)
                {
                    domain.Pace.Suspect(sample.RetryAfter, now);
                }
                else
                {
                    domain.Pace.Refuse(sample.RetryAfter, now);
                }

                ConfigureRates(domain, RateSeen.None, now);
            }

            domain.Requests.Empty();
        }

        if (bucket is not BucketKind.Requests)
        {
            domain.Tokens.Empty();
        }

        domain.Estimator.BucketCut(now, _estimates);
    }

    private void HearProbe(LedgerDomain domain, Booking booking, GateClaim claim, double jitter, double now, LedgerEffects effects)
    {
        var agent = booking.Agent;
        if (domain.Prober is null && claim is { ProbeRound: > 0, Probe: not ProbeResult.None } && domain.Gate.Adopt(claim.ProbeRound, now) is { } adopted)
        {
            domain.Prober = agent;
            Gated(domain, adopted, agent, now, effects);
        }

        if (!ReferenceEquals(domain.Prober, agent))
        {
            return;
        }

        if (claim.ProbeRound != domain.Gate.ProbeRound || claim.Probe is ProbeResult.None or ProbeResult.Unused)
        {
            // The answer that gave it was lost, or nobody wanted it any more.
            EndProbe(domain, GateCause.ProbeLost, jitter, now, effects);
            return;
        }

        switch (claim.Probe)
        {
            case ProbeResult.Accepted:
            case ProbeResult.Refused when !domain.Gate.Crowded:
                EndProbe(domain, GateCause.ProbeAccepted, jitter, now, effects);
                domain.Estimator.GateOpened(claim.Probe == ProbeResult.Accepted, domain.InFlight, now, _estimates);
                break;
            case ProbeResult.Refused:
            case ProbeResult.Failed:
                EndProbe(domain, GateCause.ProbeFailed, jitter, now, effects);
                break;
            default:
                break;
        }
    }

    private void EndProbe(LedgerDomain domain, GateCause how, double jitter, double now, LedgerEffects? effects, double lostFor = 0)
    {
        var change = domain.Gate.ProbeEnded(domain.Gate.ProbeRound, how, jitter, now, lostFor);
        domain.Prober = null;
        Gated(domain, change, null, now, effects);
    }

    /// <summary>Gives the one probe to the agent that is being answered, if it is due and the agent has somebody who waits.</summary>
    private void Probe(LedgerAgent agent, Booking booking, LedgerDomain domain, GrantReason reason, double now, LedgerEffects effects)
    {
        if (reason == GrantReason.Served && booking.Wanted > booking.InFlight && domain.Prober is null && domain.Gate.TryProbe(now) is { } change)
        {
            domain.Prober = agent;
            Gated(domain, change, agent, now, effects);
        }
    }

    private void Gated(LedgerDomain domain, GateChange? changed, LedgerAgent? except, double now, LedgerEffects? effects)
    {
        if (changed is not { } change)
        {
            return;
        }

        effects?.Gated(domain.Domain, change);
        Dirty(change.From == GateState.Open || change.To == GateState.Closed ? DirtyState.Urgent : DirtyState.Soon);
        if (change.To == GateState.Closed)
        {
            domain.Prober = null;
        }

        if (change.From == GateState.Open)
        {
            domain.Estimator.GateShut(now, _estimates);
            if (effects is not null)
            {
                TellShut(domain, except, effects);
            }
        }
    }

    private void AdjustCaps(double now, LedgerEffects effects)
    {
        if (!_capsStale)
        {
            return;
        }

        _capsStale = false;
        _endpointCap = int.MaxValue;
        Span<int> caps = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue];
        foreach (var agent in _agents.Values)
        {
            if (agent.Gone)
            {
                continue;
            }

            _endpointCap = Math.Min(_endpointCap, agent.EndpointCap);
            for (var i = 0; i < Domains.Count; i++)
            {
                caps[i] = Math.Min(caps[i], agent.Of((Domain)i)?.EffectiveCap ?? int.MaxValue);
            }
        }

        for (var i = 0; i < Domains.Count; i++)
        {
            if (_domains[i] is { } domain && Math.Min(caps[i], _endpointCap) is var cap && cap != int.MaxValue && cap != domain.Estimator.Cap)
            {
                var (limit, generation) = (domain.Estimator.Limit, domain.Estimator.Generation);
                domain.Estimator.SetCap(cap, now, _estimates);
                Drain(domain, now, effects);
                if (domain.Estimator.Limit < limit || domain.Estimator.Generation != generation)
                {
                    Dirty(DirtyState.Urgent);
                    TellCut(domain, null, now, effects);
                }
            }
        }
    }

    private void Drain(LedgerDomain domain, double now, LedgerEffects effects)
    {
        foreach (var effect in _estimates)
        {
            if (domain.Note(effect, now))
            {
                Dirty(DirtyState.Soon);
            }

            effects.Estimated(domain.Domain, effect);
        }

        _estimates.Clear();
    }

    private bool Dirty(DirtyState state)
    {
        _dirty = state > _dirty ? state : _dirty;
        return true;
    }
}
