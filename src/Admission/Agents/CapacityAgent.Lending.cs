using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>Permits that are not just a share: direct leases, rate credits, and the probe of a gate that is shut.</summary>
public sealed partial class CapacityAgent
{
    /// <summary>Breaks a rule on purpose, to prove that the simulation notices; nothing else sets it.</summary>
    internal bool ObeysAnyEpoch { get; init; }

    /// <inheritdoc cref="ObeysAnyEpoch"/>
    internal bool IgnoresExpiry { get; init; }

    private bool _full;
    private long _answeredSequence;

    /// <summary>Rates that the key's aliases configure, the smallest of each; the ledger lends credits for them.</summary>
    public void SetRates(Domain domain, in RateCaps caps)
    {
        var key = Born(domain);
        _capsChanged |= key.RateCaps != caps;
        key.RateCaps = caps;
    }

    /// <summary>The message that is due only forwards waiters: build <see cref="BuildRequest"/>, not a report.</summary>
    public bool ForwardsOnly(double now)
    {
        if (_urgent || _full || _capsChanged || _draining || !_active || now >= _nextRefreshAt)
        {
            return false;
        }

        var direct = false;
        foreach (var key in _keys)
        {
            if (key is not null && (key.Acquired > 0 || key.Share > 0 || Outside(key) > 0))
            {
                if (key.Lending.Mode != LendingMode.Direct)
                {
                    return false;
                }

                direct = true;
            }
        }

        return direct;
    }

    /// <summary>Waiters to forward in direct mode. From here until it is answered or has failed no other message is due.</summary>
    public DirectRequest BuildRequest(double now)
    {
        _exchanging = true;
        _pull = false;
        _short = false;
        _lastSentAt = now;
        _reportSequence++;
        var domains = ImmutableArray.CreateBuilder<DirectDomainRequest>(Domains.Count);
        foreach (var key in _keys)
        {
            if (key is { Lending.Mode: LendingMode.Direct })
            {
                NoteForwarded(key);
                domains.Add(new DirectDomainRequest(
                    key.Key.Domain, DemandReport.Build(key.Key.Domain, _leases, _queue, _policies, 0), key.Lending.Direct.Claim()));
            }
        }

        return new DirectRequest(AgentId, _incarnation, _reportSequence, Epoch, domains.ToImmutable());
    }

    /// <summary>The answer to forwarded waiters; false (and nothing happens) if it answers another message or comes from a superseded ledger.</summary>
    public bool Apply(DirectReply reply, double now, AgentEffects effects)
    {
        if (!_exchanging || reply.Sequence != _reportSequence || (reply.Epoch < Epoch && !ObeysAnyEpoch))
        {
            return false;
        }

        Epoch = reply.Epoch;
        _exchanging = false;
        _failures = 0;
        _notBefore = double.NegativeInfinity;
        var known = reply.Reason != GrantReason.Superseded;
        if (known)
        {
            _answeredSequence = _reportSequence;
            _nextRefreshAt = Math.Min(_nextRefreshAt, now + reply.NextReportIn);
        }

        foreach (var answered in reply.Domains)
        {
            if (KeyOf(answered.Domain) is not { } key)
            {
                continue;
            }

            if (known)
            {
                key.Limit = answered.Limit;
                key.Generation = Math.Max(key.Generation, answered.Generation);
                key.Block(now + answered.BlockedFor, now, _leases.LastNumber);
                TakeLeases(key, answered.Leases, reply.ExpiresIn);
            }

            if (answered.Mode != LendingMode.Direct)
            {
                // What holds now a report will tell.
                key.Lending.Mode = answered.Mode;
                _full = true;
                _pull = true;
            }

            key.Special = key.Lending.Special;
            TellLending(key, now, effects);
        }

        _sequence++;
        Sweep(now, effects);
        foreach (var key in _keys)
        {
            if (key is not null)
            {
                AskIfShort(key, now);
                Announce(key, now, effects);
            }
        }

        return true;
    }

    /// <summary>Gate and rates; null: nothing of the kind stands in the way. The probe passes everything but a drain.</summary>
    private static AdmissionCheck? CheckGate(AgentKey key, double now)
    {
        var gate = key.Lending.Gate;
        if (gate.State == GateState.Open)
        {
            return null;
        }

        return gate.HasProbe && now < key.ShareExpiresAt
            ? AdmissionCheck.Free
            : new AdmissionCheck(DenialReason.Outage, DenialBinding.None, gate.Until > now ? gate.Until : double.PositiveInfinity);
    }

    private static void Committed(AgentKey key, ActiveLease lease)
    {
        key.Lending.Credits.Spend(lease.Request.EstimatedTokens);
        if (key.Lending.Gate.State != GateState.Open)
        {
            key.Lending.Gate.Probe(lease.Number);
        }
    }

    /// <summary>A lease is over: its direct lease is settled at once, its tokens are corrected, and the end of a probe is news.</summary>
    private void Returned(AgentKey key, ActiveLease lease, in ReleaseReport report, AgentEffects effects)
    {
        var tokens = report.InputTokens + report.OutputTokens;
        if (tokens > 0)
        {
            key.Lending.Credits.Correct(tokens - lease.Request.EstimatedTokens);
        }

        if (key.Lending.Gate.Ended(lease.Number, ProbeOf(report)))
        {
            _urgent = true;
        }

        SettleDirect(key, lease.Number, effects);
    }

    private void SettleDirect(AgentKey key, long leaseNumber, AgentEffects effects)
    {
        if (key.Lending.Direct.Settle(leaseNumber, out var id))
        {
            effects.Settle(new DirectRelease(AgentId, _incarnation, key.Key.Domain, [id]));
        }
        else if (key.Lending.Mode == LendingMode.Direct)
        {
            // A call of the share it had: only a report tells that it is over.
            _full = true;
            _pull |= _active;
        }
    }

    private void TakeLeases(AgentKey key, ImmutableArray<DirectLease> leases, double expiresIn)
    {
        key.Lending.Direct.Acknowledge();
        key.Lending.Direct.ExpiresAt = _lastSentAt + Math.Min(_settings.ShareLife, expiresIn);
        Offer(key, leases);
        TakeStashed(key);
    }

    private static void Offer(AgentKey key, ImmutableArray<DirectLease> leases)
    {
        foreach (var lease in leases)
        {
            if (key.Lending.Direct.Offer(lease))
            {
                key.Lending.Forwarded = Math.Max(0, key.Lending.Forwarded - 1);
            }
        }
    }

    /// <summary>
    /// Leases that come unasked. Taken only while the newest message is answered, by the same ledger, and is the one they name: any other ledger
    /// will hear of what this agent holds before it lends, and the life of a lease counts from that message.
    /// </summary>
    private void TakeNoticed(AgentKey key, LedgerNotice notice)
    {
        if (_exchanging && notice.Sequence == _reportSequence)
        {
            // It has overtaken the answer that it follows.
            key.Lending.Stashed.Add(notice);
        }
        else if (notice.Epoch == Epoch && notice.Sequence == _reportSequence && notice.Sequence == _answeredSequence)
        {
            Offer(key, notice.Leases);
        }
    }

    private void TakeStashed(AgentKey key)
    {
        foreach (var notice in key.Lending.Stashed)
        {
            if (notice.Epoch == Epoch && notice.Sequence == _reportSequence)
            {
                Offer(key, notice.Leases);
            }
        }

        key.Lending.Stashed.Clear();
    }

    /// <summary>Every lease goes to the next waiter of its tenant and band, or back.</summary>
    private void UseLeases(AgentKey key, double now, AgentEffects effects)
    {
        while (key.Lending.Direct.TryTake(out var lease))
        {
            var waiter = now < key.Lending.Direct.ExpiresAt && MayStart(key, now) ? _queue.Next(key.Key.Domain, lease.Band, lease.Tenant) : null;
            if (waiter is not null)
            {
                _queue.Serve(waiter, now);
                var given = Commit(key, waiter.Request, waiter.Arrival, now);
                key.Lending.Direct.Use(given.Number, lease.Id);
                effects.Grant(waiter, given.ToLease(_incarnation), now - waiter.StartedAt);
                TellGranted(key, given, now, effects);
                if (_queue.Count == 0)
                {
                    TellQueue(Events.RequestEventKind.QueueDrained, key, now, effects);
                }

                continue;
            }

            key.Lending.Direct.Return(lease.Id);
            effects.Settle(new DirectRelease(AgentId, _incarnation, key.Key.Domain, [lease.Id]));
            if (_queue.Waiting(key.Key.Domain) > 0)
            {
                // The ledger does not know who waits here by now.
                _pull = true;
            }
        }
    }

    private bool MayStart(AgentKey key, double now) =>
        _caps.Known && !_draining && now >= key.BlockedUntil && key.Lending.Gate.State == GateState.Open
        && key.InFlight < key.EffectiveCap && _inFlight < _caps.Aggregate && key.Lending.Credits.Missing(now) == DenialBinding.None;

    /// <summary>In direct mode waiters are forwarded when there are more, or more urgent ones, than the ledger knows of.</summary>
    private void ForwardIfNews(AgentKey key, double now)
    {
        var waiting = _queue.Waiting(key.Key.Domain);
        if (waiting > 0 && now >= key.BlockedUntil && (waiting > key.Lending.Forwarded || (Bands(key) & ~key.LastBands) != 0))
        {
            _short = true;
        }
    }

    private void NoteForwarded(AgentKey key)
    {
        key.Lending.Forwarded = _queue.Waiting(key.Key.Domain);
        key.LastBands = Bands(key);
    }

    private static ProbeResult ProbeOf(in ReleaseReport report) => report.Meaning switch
    {
        _ when report.Outcome == ReleaseOutcome.Success => ProbeResult.Accepted,
        AnswerCause.Accepted or AnswerCause.Request => ProbeResult.Accepted,
        AnswerCause.Capacity or AnswerCause.Unclear or AnswerCause.Ramp or AnswerCause.Bucket => ProbeResult.Refused,
        AnswerCause.Outage or AnswerCause.ServerFailure or AnswerCause.ProviderTimeout or AnswerCause.Quota => ProbeResult.Failed,
        _ => ProbeResult.Unused,
    };
}
