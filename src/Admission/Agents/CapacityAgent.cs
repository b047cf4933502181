using Granary.Admission.Estimators;

namespace Granary.Admission.Agents;

/// <summary>
/// Admits calls to one endpoint inside one process. Pure and single-threaded: every command takes <c>now</c> in monotonic seconds and
/// appends effects. Life of a request: it asks (<see cref="Acquire"/>); with nobody waiting and a permit of an unexpired share free it has
/// its lease at once; otherwise it waits in fair order, the shell sends a report, the ledger's grant raises the share and a sweep serves
/// waiters until no permit is left; its release gives the permit to the next one in the same step and is learned from with the next report.
/// </summary>
public sealed partial class CapacityAgent
{
    private readonly AgentSettings _settings;
    private readonly EndpointCaps _caps = new();
    private readonly TenantWeights _weights = new();
    private readonly WaiterQueue _queue;
    private readonly LeaseBook _leases;
    private readonly AgentKey?[] _keys = new AgentKey?[Domains.Count];
    private readonly ulong _incarnation;
    private long _arrivals;
    private long _sequence;
    private int _inFlight;
    private bool _draining;

    /// <summary>An agent of that process life. Nothing is registered yet.</summary>
    public CapacityAgent(EndpointKey endpoint, string agentId, ulong incarnation, AgentSettings settings)
    {
        Endpoint = endpoint;
        AgentId = agentId;
        _incarnation = incarnation;
        _settings = settings;
        _queue = new WaiterQueue(settings, _weights);
        _leases = new LeaseBook(incarnation);
    }

    /// <summary>The endpoint.</summary>
    public EndpointKey Endpoint { get; }

    /// <summary>Stable name of the process.</summary>
    public string AgentId { get; }

    /// <summary>Calls in flight over all domains.</summary>
    public int InFlight => _inFlight;

    /// <summary>Waiters over all domains.</summary>
    public int Waiters => _queue.Count;

    /// <summary>Declares an alias with its cap, and the domain it is used for.</summary>
    public void Register(Domain domain, string alias, int cap, double now, AgentEffects effects)
    {
        var before = _caps.Aggregate;
        _caps.Register(alias, cap);
        Born(domain);
        CapsChanged(before, now, effects);
    }

    /// <summary>Removes an alias. With the last one gone, every waiter is refused.</summary>
    public void Unregister(string alias, double now, AgentEffects effects)
    {
        var before = _caps.Aggregate;
        if (!_caps.Remove(alias))
        {
            return;
        }

        if (!_caps.Known)
        {
            RefuseAll(DenialReason.HardPolicyDenial, now, effects);
            return;
        }

        CapsChanged(before, now, effects);
    }

    /// <summary>Lowers one domain's cap below the endpoint's; null lifts the clamp.</summary>
    public void Clamp(Domain domain, int? cap, double now, AgentEffects effects)
    {
        _caps.Clamp(domain, cap);
        Born(domain);
        CapsChanged(-1, now, effects);
    }

    /// <summary>Sets a tenant's weight, 1 to 1000; 1 for whoever is not set.</summary>
    public void SetWeight(string tenant, int weight) => _weights.Set(tenant, weight);

    /// <summary>A permit now, a refusal, or a place in the queue.</summary>
    public AcquireDecision Acquire(AdmissionRequest request, double now, AgentEffects effects)
    {
        var key = Born(request.Key.Domain);
        ExpireLeases(now);

        // The fast path: nobody waits and a permit is free. Nothing is built.
        if (_queue.Count == 0 && request.Deadline is null && Check(key, now).Admitted)
        {
            return new AcquireDecision(Commit(key, request, now), null, null);
        }

        return AcquireSlowly(key, request, now, effects);
    }

    /// <summary>A permit now, or the reason why not. Never passes a waiter that could be served; those are served in the same step.</summary>
    public AcquireDecision TryAcquire(AdmissionRequest request, double now, AgentEffects effects)
    {
        var key = Born(request.Key.Domain);
        ExpireLeases(now);
        ExpireWaiters(now, effects);
        if (_queue.Count > 0 && _queue.Next(Eligible(now), now) is not null)
        {
            var denial = Denials.QueuedAhead(_queue.Waiting(request.Key.Domain));
            Sweep(now, effects);
            return new AcquireDecision(default, denial, null);
        }

        var check = Check(key, now);
        return check.Admitted
            ? new AcquireDecision(Commit(key, request, now), null, null)
            : new AcquireDecision(default, Denials.Of(check, this, key, request.Band, now), null);
    }

    /// <summary>Gives a lease back: permit, learning and sweep in one step. Never throws.</summary>
    public ReleaseResult Release(in RequestLease lease, in ReleaseReport report, double now, AgentEffects effects)
    {
        var result = _leases.Release(lease, out var late);
        CountLeak(result);
        var key = KeyOf(lease.Key.Domain);
        if (key is null || (result != ReleaseResult.Released && !late))
        {
            return result;
        }

        if (result == ReleaseResult.Released)
        {
            _inFlight--;
            key.Left(lease, expired: false);
            key.Learn(lease, report, now);
        }

        if (report.Outcome == ReleaseOutcome.RateLimited)
        {
            var retryAfter = report.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked.TotalSeconds : _settings.Cooldown;
            key.Refused(lease, now + retryAfter, now, _leases.LastNumber, _settings.LaterBlockWins);
            AskBecauseRefused(key, lease);
        }

        _sequence++;
        Sweep(now, effects);
        AskAfterRelease(key);
        Announce(key, now, effects);
        return result;
    }

    /// <summary>Extends a lease's life to a full one from now; false if it is not active any more.</summary>
    public bool Renew(in RequestLease lease, double now) => _leases.Renew(lease, now + _settings.LeaseLife);

    /// <summary>A waiter gives up. False if it does not wait any more; then its lease or denial is on its way.</summary>
    public bool Cancel(Waiter waiter, double now, AgentEffects effects)
    {
        if (waiter.Flow is null)
        {
            return false;
        }

        _queue.Remove(waiter, now);
        _sequence++;
        Sweep(now, effects);
        return true;
    }

    /// <summary>How many tasks outside of the queue want the key.</summary>
    public void Demand(Domain domain, int queued, double now, AgentEffects effects)
    {
        var key = Born(domain);
        if (key.Demand == Math.Max(0, queued))
        {
            return;
        }

        key.Demand = Math.Max(0, queued);
        if (_caps.Known && !_draining)
        {
            AskIfShort(key, now);
        }
    }

    /// <summary>Time has come to <see cref="NextWake"/>: expiries, ends of blocks, opening steps.</summary>
    public void Tick(double now, AgentEffects effects)
    {
        ExpireLeases(now);
        Sweep(now, effects);
        foreach (var key in _keys)
        {
            if (key is not null)
            {
                AskIfShort(key, now);
                Announce(key, now, effects);
            }
        }
    }

    /// <summary>Nothing new is admitted; waiters are refused with <see cref="DenialReason.Shutdown"/>; calls in flight finish.</summary>
    public void Drain(double now, AgentEffects effects)
    {
        _draining = true;
        RefuseAll(DenialReason.Shutdown, now, effects);
    }

    internal int WaitersUpTo(Band band)
    {
        var count = 0;
        for (var b = 0; b <= (int)band; b++)
        {
            count += _queue.Waiting((Band)b);
        }

        return count;
    }

    internal AgentKey? KeyOf(Domain domain) => (uint)domain < Domains.Count ? _keys[(int)domain] : null;

    internal int EffectiveCap(Domain domain) => _caps.Effective(domain);

    internal int AggregateCap => _caps.Aggregate;

    private AgentKey Born(Domain domain) =>
        _keys[(int)domain] ??= new AgentKey(new ResourceKey(Endpoint.Provider, Endpoint.Model, domain));

    private AcquireDecision AcquireSlowly(AgentKey key, AdmissionRequest request, double now, AgentEffects effects)
    {
        Sweep(now, effects);
        var check = Check(key, now);
        var wait = request.MaxWait?.TotalSeconds ?? _settings.QueueTimeout(request.Band);
        var overall = request.Deadline?.TotalSeconds ?? double.PositiveInfinity;

        // After the sweep nobody who waits could be served, so an eligible newcomer passes nobody.
        if (check.Admitted && overall > 0)
        {
            return new AcquireDecision(Commit(key, request, now), null, null);
        }

        if (check.Reason is DenialReason.HardPolicyDenial or DenialReason.Shutdown)
        {
            return new AcquireDecision(default, Denials.Of(check, this, key, request.Band, now), null);
        }

        // Nobody has asked the ledger yet: its one answer is part of deciding now.
        wait = wait <= 0 && check.Binding == DenialBinding.Share && MayGrow(key, now) ? _settings.ShareWait : wait;
        var deadline = now + Math.Min(wait, overall);
        if (deadline <= now || check.AvailableAt is var at && double.IsFinite(at) && check.Reason == DenialReason.Cooldown && at >= deadline)
        {
            AskOnce(key, now);
            return new AcquireDecision(default, Denials.TimedOut(check, this, key, request.Band, now), null);
        }

        if (!_queue.HasRoom(request.Tenant))
        {
            return new AcquireDecision(default, Denials.Full(check, this, key, request.Band, now), null);
        }

        var waiter = new Waiter(request, ++_arrivals, now, deadline);
        _queue.Add(waiter, now);
        _sequence++;
        AskIfShort(key, now);
        return new AcquireDecision(default, null, waiter);
    }

    /// <summary>
    /// Serves waiters until none is eligible. Follows every enqueue, release, expiry, share or limit change, end of block, opening step and
    /// registration, so nobody eligible is ever left waiting.
    /// </summary>
    private void Sweep(double now, AgentEffects effects)
    {
        if (_queue.Count == 0)
        {
            return;
        }

        ExpireWaiters(now, effects);
        while (_queue.Next(Eligible(now), now) is { } waiter)
        {
            var key = Born(waiter.Request.Key.Domain);
            _queue.Serve(waiter, now);
            effects.Grant(waiter, Commit(key, waiter.Request, now), now - waiter.ArrivedAt);
        }
    }

    private int Eligible(double now)
    {
        var mask = 0;
        for (var i = 0; i < Domains.Count; i++)
        {
            if (_keys[i] is { } key && _queue.Waiting((Domain)i) > 0 && Check(key, now).Admitted)
            {
                mask |= 1 << i;
            }
        }

        return mask;
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

        if (now < key.BlockedUntil)
        {
            return new AdmissionCheck(DenialReason.Cooldown, DenialBinding.None, key.BlockedUntil);
        }

        if (Binding(key, now) is var binding && binding != DenialBinding.None)
        {
            var at = binding == DenialBinding.Opening
                ? OpeningCurve.NextStep(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now))
                : double.PositiveInfinity;
            return new AdmissionCheck(DenialReason.NoCapacity, binding, at);
        }

        return AdmissionCheck.Free;
    }

    private DenialBinding Binding(AgentKey key, double now)
    {
        if (key.InFlight >= _caps.Effective(key.Key.Domain))
        {
            return DenialBinding.Cap;
        }

        if (key.Limit > 0 && key.InFlight >= key.Limit)
        {
            return DenialBinding.Limit;
        }

        if (key.InFlight >= key.UsableShare(now))
        {
            return DenialBinding.Share;
        }

        if (OpeningCurve.At(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now)) is { } opening && key.Opened >= opening)
        {
            return DenialBinding.Opening;
        }

        return _inFlight >= _caps.Aggregate ? DenialBinding.Aggregate : DenialBinding.None;
    }

    // With several agents each opens its own share along the curve, so that together they follow the curve of the limit.
    private static int OpeningWidth(AgentKey key, double now) => Math.Min(Math.Max(1, key.Limit), Math.Max(1, key.UsableShare(now)));

    private RequestLease Commit(AgentKey key, AdmissionRequest request, double now)
    {
        var lease = _leases.Give(request, key.Limit, _caps.Effective(key.Key.Domain), key.Generation, now, _settings.LeaseLife);
        key.Admitted();
        _inFlight++;
        _sequence++;
        return lease;
    }

    private void ExpireLeases(double now)
    {
        while (_leases.TryExpire(now, out var lease))
        {
            _inFlight--;
            KeyOf(lease.Key.Domain)!.Left(lease, expired: true);
            _leaks = _leaks with { Expired = _leaks.Expired + 1 };
            _sequence++;
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

            // Whoever cannot be admitted before its deadline because of a block need not wait for it.
            var until = Math.Max(now, key.BlockedUntil);
            while (_queue.FirstDeadline((Domain)i, until) is { } waiter)
            {
                var check = Check(key, now);
                _queue.Remove(waiter, now);
                effects.Deny(waiter, Denials.TimedOut(check, this, key, waiter.Request.Band, now), now - waiter.ArrivedAt);
                _sequence++;
            }
        }
    }

    private void RefuseAll(DenialReason reason, double now, AgentEffects effects)
    {
        while (_queue.Any() is { } waiter)
        {
            var key = Born(waiter.Request.Key.Domain);
            var check = new AdmissionCheck(reason, DenialBinding.None, double.PositiveInfinity);
            _queue.Remove(waiter, now);
            effects.Deny(waiter, Denials.Of(check, this, key, waiter.Request.Band, now), now - waiter.ArrivedAt);
        }

        _sequence++;
    }

    private void CapsChanged(int before, double now, AgentEffects effects)
    {
        if (_caps.Aggregate == before)
        {
            return;
        }

        _sequence++;
        _capsChanged = true;
        Sweep(now, effects);
        foreach (var key in _keys)
        {
            if (key is not null)
            {
                AskIfShort(key, now);
                Announce(key, now, effects);
            }
        }
    }
}
