using Granary.Admission.Protocol;

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
        if (check.Admitted)
        {
            return new AcquireDecision(Commit(key, request, now), null, null);
        }

        // It does not wait, but the next one need not find the share missing again.
        AskOnce(key, now);
        return new AcquireDecision(default, Denials.Of(check, this, key, request.Band, now), null);
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
            Returned(key, lease, report, effects);
        }

        if (report.Outcome == ReleaseOutcome.RateLimited)
        {
            var retryAfter = report.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked.TotalSeconds : key.BlockOnRefusal ?? _settings.Cooldown;
            key.Refused(lease, report, now + retryAfter, now, _leases.LastNumber, _settings.LaterBlockWins);
            AskBecauseRefused(key, lease);
        }

        _sequence++;
        Sweep(now, effects);
        AskAfterRelease(key);
        Announce(key, now, effects);
        return result;
    }

    /// <summary>2xx response headers of the call were seen; only the first time counts, and only while the lease is active.</summary>
    public void Accepted(in RequestLease lease, double now)
    {
        if (_leases.Accept(lease) && KeyOf(lease.Key.Domain) is { } key)
        {
            key.Accept(lease);
            _urgent |= key.Lending.Gate.Ended(lease.Number, ProbeResult.Accepted);
        }
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
