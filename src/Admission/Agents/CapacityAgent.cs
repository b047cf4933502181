using Granary.Admission.Events;
using Granary.Admission.Protocol;
using Granary.Admission.Signals;

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
    private readonly TenantPolicies _policies = new();
    private readonly WaiterQueue _queue;
    private readonly LeaseBook _leases;
    private RetryBudget? _retries;
    private readonly AgentKey?[] _keys = new AgentKey?[Domains.Count];
    private readonly ulong _incarnation;
    private long _arrivals;
    private long _sequence;
    private int _inFlight;
    private int _aggregateTold;
    private bool _draining;

    /// <summary>An agent of that process life. Nothing is registered yet.</summary>
    public CapacityAgent(EndpointKey endpoint, string agentId, ulong incarnation, AgentSettings settings)
    {
        Endpoint = endpoint;
        AgentId = agentId;
        _incarnation = incarnation;
        _settings = settings;
        _queue = new WaiterQueue(settings, _policies);
        _leases = new LeaseBook(incarnation, settings.LeaseLife);
    }

    /// <summary>The endpoint.</summary>
    public EndpointKey Endpoint { get; }

    /// <summary>Stable name of the process.</summary>
    public string AgentId { get; }

    /// <summary>Calls in flight over all domains.</summary>
    public int InFlight => _inFlight;

    /// <summary>Waiters over all domains.</summary>
    public int Waiters => _queue.Count;

    /// <summary>
    /// The last acquire or release was of the usual kind and has brought no wake of this agent nearer, but for the expiry of a lease that it gave:
    /// what <see cref="NextWake"/> said before still holds if it is not later than <see cref="NoneExpiresBefore"/>.
    /// </summary>
    public bool Quick { get; private set; }

    /// <summary>No lease expires before that instant.</summary>
    public double NoneExpiresBefore => _leases.NoneExpiresBefore;

    internal int AggregateCap => _caps.Aggregate;

    /// <summary>Declares an alias with its cap, and the domain it is used for.</summary>
    public void Register(Domain domain, string alias, int cap, double now, AgentEffects effects, string? estimator = null)
    {
        var chosen = _caps.Estimator(domain);
        _caps.Register(alias, cap);
        _caps.Choose(domain, alias, estimator);

        // The limit moves at the ledger: it must not hear of another estimator at the next refresh only.
        _capsChanged |= !string.Equals(chosen, _caps.Estimator(domain), StringComparison.Ordinal);
        TellRegistered(Born(domain), alias, cap, now, effects);
        CapsChanged(now, effects);
    }

    /// <summary>Removes an alias. With the last one gone, every waiter is refused.</summary>
    public void Unregister(string alias, double now, AgentEffects effects)
    {
        if (!_caps.Remove(alias))
        {
            return;
        }

        if (!_caps.Known)
        {
            _aggregateTold = 0;
            RefuseAll(DenialReason.HardPolicyDenial, now, effects);
            return;
        }

        CapsChanged(now, effects);
    }

    /// <summary>Lowers one domain's cap below the endpoint's; null lifts the clamp.</summary>
    public void Clamp(Domain domain, int? cap, double now, AgentEffects effects)
    {
        _caps.Clamp(domain, cap);
        Born(domain);
        CapsChanged(now, effects);
    }

    /// <summary>Sets how a tenant shares; waiters keep their places.</summary>
    public void SetPolicy(string tenant, TenantPolicy policy) => _policies.Set(tenant, policy);

    /// <summary>A permit now, a refusal, or a place in the queue.</summary>
    public AcquireDecision Acquire(AdmissionRequest request, double now, AgentEffects effects)
    {
        var key = Born(request.Key.Domain);
        if (now >= _leases.NoneExpiresBefore)
        {
            ExpireLeases(now, effects);
        }

        // The fast path: nobody waits and a permit is free. Nothing is built.
        if (_queue.Count == 0 && IsFree(key, now) && !(request.Deadline <= TimeSpan.Zero))
        {
            Quick = NothingDue;
            return Give(key, request, now, effects);
        }

        Quick = false;
        return AcquireSlowly(key, request, now, effects);
    }

    /// <summary>A permit now, or the reason why not. Never passes a waiter that could be served; those are served in the same step.</summary>
    public AcquireDecision TryAcquire(AdmissionRequest request, double now, AgentEffects effects)
    {
        var key = Born(request.Key.Domain);
        ExpireLeases(now, effects);
        ExpireWaiters(now, effects);
        if (_queue.Count > 0 && _queue.Next(Eligible(now), now) is not null)
        {
            var ahead = Denials.QueuedAhead(_queue.Waiting(request.Key.Domain));
            Sweep(now, effects);
            return Refuse(key, request, ahead, now, effects);
        }

        var check = Check(key, request.Tenant, now);
        if (check.Admitted)
        {
            return Give(key, request, now, effects);
        }

        // It does not wait, but the next one need not find the share missing again.
        AskOnce(key, now);
        return Refuse(key, request, Denials.Of(check, this, key, request.Band, now), now, effects);
    }

    /// <summary>Gives a lease back: permit, learning and sweep in one step. Never throws.</summary>
    public ReleaseResult Release(in RequestLease lease, in ReleaseReport report, double now, AgentEffects effects)
    {
        Quick = false;
        var result = _leases.Release(lease, out var closed, out var late);
        if (closed is null)
        {
            ReleasedInVain(lease, report, result, late, now, effects);
            return result;
        }

        var key = KeyOf(closed.Request.Key.Domain)!;
        if (report.Outcome == ReleaseOutcome.Success && !closed.Accepted)
        {
            // Whoever tells no headers, as holders outside of Granary, says yes by the end.
            key.Accept(closed, now);
        }

        _inFlight--;
        _sequence++;
        key.Left(closed, expired: false);
        key.Learn(closed, report, now);
        Returned(key, closed, report, effects);
        if (report.Outcome == ReleaseOutcome.RateLimited)
        {
            key.Refused(closed, report, WaitAfter(key, report), now, _leases.LastNumber, _settings.LaterBlockWins);
            AskBecauseRefused(key, closed.Generation);
            TellRateLimited(key, closed, report, now, effects);
        }

        SeeRates(key, report.Rates);
        if (_policies.AnyByTokens && report.InputTokens + report.OutputTokens is > 0 and var tokens)
        {
            _queue.Correct(closed.Request, tokens - closed.Request.EstimatedTokens);
        }

        TellReleased(key, closed, report, now, effects);
        CallBack(key, closed);
        if (_queue.Count == 0 && report.PlainSuccess && !key.Contended && key.Demand + key.Missed == 0 && IsFree(key, now))
        {
            // The usual end: nobody waits, nothing is news, and one more may run.
            key.AnnouncedPermits = 0;
            effects.Change(key.Key.Domain);
            Quick = NothingDue;
            return result;
        }

        Sweep(now, effects);
        AskAfterRelease(key, report, now);
        Announce(key, now, effects);
        return result;
    }

    /// <summary>2xx response headers of the call were seen; only the first time counts, and only while the lease is active.</summary>
    public void Accepted(in RequestLease lease, RateFields? rates, double now)
    {
        if (_leases.Accept(lease) is { } accepted)
        {
            var key = KeyOf(accepted.Request.Key.Domain)!;
            key.Accept(accepted, now);
            SeeRates(key, rates);
            _urgent |= key.Lending.Gate.Ended(accepted.Number, ProbeResult.Accepted);
        }
    }

    /// <summary>Extends a lease's life to a full one from now; false if it is not active any more. Null: the life it has.</summary>
    public bool Renew(in RequestLease lease, TimeSpan? life, double now) => _leases.Renew(lease, life, now);

    /// <summary>Takes a token of the retry budget; false when it is empty.</summary>
    public bool TryRetry(double now) => Retries(now).TryTake(now);

    /// <summary>A waiter gives up. False if it does not wait any more; then its lease or denial is on its way.</summary>
    public bool Cancel(Waiter waiter, double now, AgentEffects effects)
    {
        if (waiter.Flow is null)
        {
            return false;
        }

        TakeOut(waiter, now, effects);
        TellCancelled(waiter, null, now, effects);
        Sweep(now, effects);
        return true;
    }

    /// <summary>A waiter gives up that has its lease already but has not gone on with it: the lease goes back in the same step.</summary>
    public ReleaseResult CancelGranted(Waiter waiter, in RequestLease lease, double now, AgentEffects effects)
    {
        TellCancelled(waiter, new LeaseId(lease.Incarnation, lease.Number), now, effects);
        return Release(lease, ReleaseReport.Cancelled, now, effects);
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
        ExpireLeases(now, effects);
        TellReopenings(now, effects);
        Sweep(now, effects);
        foreach (var key in _keys)
        {
            if (key is not null)
            {
                Presume(key, now);
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

    private RetryBudget Retries(double now) => _retries ??= new RetryBudget(now);

    private AgentKey Born(Domain domain)
    {
        if (_keys[(int)domain] is { } known)
        {
            return known;
        }

        var key = new AgentKey(new ResourceKey(Endpoint.Provider, Endpoint.Model, domain)) { EffectiveCap = _caps.Effective(domain) };
        _queue.Bind(domain, key.Parts);
        return _keys[(int)domain] = key;
    }

    private void CapsChanged(double now, AgentEffects effects)
    {
        var changed = false;
        foreach (var key in _keys)
        {
            if (key is not null && _caps.Effective(key.Key.Domain) is var cap && cap != key.EffectiveCap)
            {
                TellCap(key, cap, now, effects);
                key.EffectiveCap = cap;
                changed = true;
            }
        }

        if (!changed && _caps.Aggregate == _aggregateTold)
        {
            return;
        }

        _aggregateTold = _caps.Aggregate;
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
