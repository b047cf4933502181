using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>Who may be admitted, who waits, and the sweep that serves waiters.</summary>
public sealed partial class CapacityAgent
{
    private AcquireDecision AcquireSlowly(AgentKey key, AdmissionRequest request, double now, AgentEffects effects)
    {
        Sweep(now, effects);
        var check = Check(key, request.Tenant, now);
        key.Note(check.Binding, now);
        var overall = request.Deadline?.TotalSeconds ?? double.PositiveInfinity;

        // After the sweep nobody who waits could be served, so an eligible newcomer passes nobody.
        if (check.Admitted && overall > 0)
        {
            return Give(key, request, now, effects);
        }

        if (check.Reason is DenialReason.HardPolicyDenial or DenialReason.Shutdown)
        {
            return Refuse(key, request, Denials.Of(check, this, key, request.Band, now), now, effects);
        }

        var arrival = ArrivalOf(request, now);
        var wait = request.MaxWait is { } most ? now + most.TotalSeconds : arrival.At + _settings.QueueTimeout(request.Band);

        // Nobody has asked the ledger yet: its one answer is part of deciding now.
        wait = wait <= now && check.Binding == DenialBinding.Share && MayGrow(key, now) ? now + _settings.ShareWait : wait;
        var deadline = Math.Min(wait, now + overall);
        var callers = now + overall <= wait;
        if (deadline <= now || (check.AvailableAt >= deadline && check.Reason is DenialReason.Cooldown or DenialReason.Outage && double.IsFinite(check.AvailableAt)))
        {
            AskOnce(key, now);
            var denial = Denials.TimedOut(check, this, key, request.Band, now) with { CallerDeadline = callers };
            TellWaitStarted(request, now, effects);
            TellTimedOut(request, denial, now, effects);
            return new AcquireDecision(default, denial, null, arrival);
        }

        if (!_queue.HasRoom(request.Tenant))
        {
            return Refuse(key, request, Denials.Full(check, this, key, request.Band, now), now, effects);
        }

        var waiter = new Waiter(request, arrival, now, deadline, callers);
        if (_queue.Count == 0)
        {
            TellQueue(Events.RequestEventKind.QueueFormed, key, now, effects);
        }

        _queue.Add(waiter, now);
        _sequence++;
        TellWaitStarted(request, now, effects);
        AskIfShort(key, now);
        return new AcquireDecision(default, null, waiter, arrival);
    }

    /// <summary>
    /// Serves waiters until none is eligible. Follows every enqueue, release, expiry, share or limit change, end of block, opening step and
    /// registration, so nobody eligible is ever left waiting.
    /// </summary>
    private void Sweep(double now, AgentEffects effects)
    {
        if (_queue.Count > 0)
        {
            ExpireWaiters(now, effects);
        }

        foreach (var key in _keys)
        {
            if (key is { Lending.Direct.HasReady: true })
            {
                UseLeases(key, now, effects);
            }
        }

        while (_queue.Next(Eligible(now), now) is { } waiter)
        {
            var key = KeyOf(waiter.Request.Key.Domain)!;
            _queue.Serve(waiter, now);
            var lease = Commit(key, waiter.Request, waiter.Arrival, now);
            effects.Grant(waiter, lease.ToLease(_incarnation), now - waiter.StartedAt);
            TellGranted(key, lease, now, effects);
            if (_queue.Count == 0)
            {
                TellQueue(Events.RequestEventKind.QueueDrained, key, now, effects);
                return;
            }
        }
    }

    private int Eligible(double now)
    {
        var mask = 0;
        for (var i = 0; i < Domains.Count; i++)
        {
            if (_keys[i] is { } key && _queue.Waiting((Domain)i) > 0)
            {
                var check = Check(key, now);
                key.Note(check.Binding, now);
                mask |= check.Admitted ? 1 << i : 0;
            }
        }

        return mask;
    }

    /// <summary>The same answer as <see cref="Check(AgentKey, string, double)"/> for the usual case, without building any. False means: look closer.</summary>
    private bool IsFree(AgentKey key, double now) =>
        now < key.ShareExpiresAt
        && key.InFlight < key.Share - key.Brake
        && key.InFlight < key.EffectiveCap
        && key.InFlight < key.Limit
        && _inFlight < _caps.Aggregate
        && now >= key.BlockedUntil + _settings.Reopen
        && !key.Special
        && !key.Parts.InForce
        && !_draining;

    private AdmissionCheck Check(AgentKey key, string tenant, double now)
    {
        var check = Check(key, now);
        return check.Admitted && key.Parts.InForce && key.Parts.Of(tenant).Full
            ? new AdmissionCheck(DenialReason.NoCapacity, DenialBinding.TenantShare, double.PositiveInfinity)
            : check;
    }

    private AdmissionCheck Check(AgentKey key, double now)
    {
        if (!_caps.Known)
        {
            return new AdmissionCheck(DenialReason.HardPolicyDenial, DenialBinding.None, double.PositiveInfinity);
        }

        if (_draining)
        {
            return new AdmissionCheck(DenialReason.Shutdown, DenialBinding.None, double.PositiveInfinity);
        }

        if (CheckGate(key, now) is { } gated)
        {
            return gated;
        }

        if (now < key.BlockedUntil)
        {
            return new AdmissionCheck(DenialReason.Cooldown, DenialBinding.None, key.BlockedUntil);
        }

        if (Binding(key, now) is var binding && binding != DenialBinding.None)
        {
            var at = binding == DenialBinding.Opening
                ? OpeningCurve.NextStep(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now))
                : binding is DenialBinding.Requests or DenialBinding.Tokens ? key.Lending.Credits.AvailableAt(now)
                : double.PositiveInfinity;
            return new AdmissionCheck(DenialReason.NoCapacity, binding, at);
        }

        return AdmissionCheck.Free;
    }

    private DenialBinding Binding(AgentKey key, double now)
    {
        if (key.InFlight >= key.EffectiveCap)
        {
            return DenialBinding.Cap;
        }

        if (key.Limit > 0 && key.InFlight >= key.Limit)
        {
            return DenialBinding.Limit;
        }

        if (key.OnShare >= UsableShare(key, now))
        {
            return DenialBinding.Share;
        }

        if (OpeningCurve.At(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now)) is { } opening && key.Opened >= opening)
        {
            return DenialBinding.Opening;
        }

        return _inFlight >= _caps.Aggregate ? DenialBinding.Aggregate : key.Lending.Credits.Missing(now);
    }

    /// <summary>
    /// Permits the key may use by itself. With its share expired because the ledger does not answer: none, or as many as the operator accepts
    /// to be admitted without anybody's word.
    /// </summary>
    private int UsableShare(AgentKey key, double now) => now < key.ShareExpiresAt || !Isolated(key, now) ? key.UsableShare(now) : _settings.IsolationFloor;

    /// <summary>The share has run out while reports go unanswered.</summary>
    private bool Isolated(AgentKey key, double now) => _settings.IsolationFloor > 0 && _failures > 0 && key.ShareExpiresAt > 0 && now >= key.ShareExpiresAt;

    // With several agents each opens its own share along the curve, so that together they follow the curve of the limit.
    private int OpeningWidth(AgentKey key, double now) => Math.Min(Math.Max(1, key.Limit), Math.Max(1, UsableShare(key, now)));

    private AcquireDecision Give(AgentKey key, AdmissionRequest request, double now, AgentEffects effects)
    {
        var arrival = ArrivalOf(request, now);
        var lease = Commit(key, request, arrival, now);
        TellWaitStarted(request, now, effects);
        TellGranted(key, lease, now, effects);
        return new AcquireDecision(lease.ToLease(_incarnation), null, null, arrival);
    }

    private AcquireDecision Refuse(AgentKey key, AdmissionRequest request, AdmissionDenial denial, double now, AgentEffects effects)
    {
        TellDenied(key, request, denial, now, effects);
        return new AcquireDecision(default, denial, null, ArrivalOf(request, now));
    }

    private Arrival ArrivalOf(AdmissionRequest request, double now) => request.Arrival.Number > 0 ? request.Arrival : new Arrival(++_arrivals, now);

    private ActiveLease Commit(AgentKey key, AdmissionRequest request, Arrival arrival, double now)
    {
        var lease = _leases.Give(request, key.Limit, key.EffectiveCap, key.Generation, key.NextLevel, now);
        key.Admitted();
        Committed(key, lease);
        _inFlight++;
        _sequence++;
        if (request.Arrival.Number == 0)
        {
            Retries(now).FirstAttempt(now);
        }

        if (key.Parts.InForce)
        {
            key.Parts.Of(request.Tenant).InFlight++;
        }

        return lease;
    }

    /// <summary>The permit of that lease is its tenant's part's again.</summary>
    private void CallBack(AgentKey key, ActiveLease lease)
    {
        if (key.Parts.InForce)
        {
            var part = key.Parts.Of(lease.Request.Tenant);
            part.InFlight--;
            _queue.CallBack(part, key.Key.Domain);
        }
    }

    private void ExpireLeases(double now, AgentEffects effects)
    {
        while (_leases.TakeExpired(now) is { } lease)
        {
            var key = KeyOf(lease.Request.Key.Domain)!;
            _inFlight--;
            key.Left(lease, expired: true);
            _urgent |= key.Lending.Gate.Ended(lease.Number, ProbeResult.Unused);
            SettleDirect(key, lease.Number, effects);
            _leaks = _leaks with { Expired = _leaks.Expired + 1 };
            _sequence++;
            TellExpired(key, lease, now, effects);
            CallBack(key, lease);
        }
    }

    private void ExpireWaiters(double now, AgentEffects effects)
    {
        for (var i = 0; i < Domains.Count; i++)
        {
            if (_keys[i] is not { } key)
            {
                continue;
            }

            // Whoever cannot be admitted before its deadline because of a block, or because the next probe comes later, need not wait for it.
            var gate = key.Lending.Gate;
            var shut = gate.State != GateState.Open && !gate.HasProbe && double.IsFinite(gate.Until) ? gate.Until : now;
            var until = Math.Max(now, Math.Max(key.BlockedUntil, shut));
            while (_queue.FirstDeadline((Domain)i, until) is { } waiter)
            {
                var check = Check(key, waiter.Request.Tenant, now);
                var denial = Denials.TimedOut(check, this, key, waiter.Request.Band, now) with { CallerDeadline = waiter.CallerDeadline };
                TakeOut(waiter, now, effects);
                effects.Deny(waiter, denial, now - waiter.StartedAt);
                TellTimedOut(waiter.Request, denial, now, effects);
            }
        }
    }

    private void TakeOut(Waiter waiter, double now, AgentEffects effects)
    {
        _queue.Remove(waiter, now);
        _sequence++;
        if (_queue.Count == 0)
        {
            TellQueue(Events.RequestEventKind.QueueDrained, KeyOf(waiter.Request.Key.Domain)!, now, effects);
        }
    }

    private void RefuseAll(DenialReason reason, double now, AgentEffects effects)
    {
        foreach (var key in _keys)
        {
            DivideShare(key, []);
        }

        while (_queue.Any() is { } waiter)
        {
            var key = KeyOf(waiter.Request.Key.Domain)!;
            var check = new AdmissionCheck(reason, DenialBinding.None, double.PositiveInfinity);
            var denial = Denials.Of(check, this, key, waiter.Request.Band, now);
            TakeOut(waiter, now, effects);
            effects.Deny(waiter, denial, now - waiter.StartedAt);
            TellDenied(key, waiter.Request, denial, now, effects);
        }

        _sequence++;
    }
}
