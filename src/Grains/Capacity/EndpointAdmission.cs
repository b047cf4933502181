using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Explanations;
using Granary.Admission.Protocol;
using Granary.Admission.Signals;
using Granary.Grains.Capacity.Events;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Capacity;

/// <summary>
/// The shell of one endpoint's agent: one lock around it, one timer armed for the instant the agent asks for (none while it asks for
/// nothing), one exchange at most. Nothing is called while the lock is held: effects are taken over under it and performed after it.
/// </summary>
internal sealed partial class EndpointAdmission
{
    private readonly Lock _lock = new();
    private readonly CapacityAgent _agent;
    private readonly AgentEffects _effects = new();
    private readonly AdmissionClock _clock;
    private readonly ILedgerLink _link;
    private readonly TimeSpan _exchangeTimeout;
    private readonly Random _jitter;
    private readonly Action<ResourceKey> _changed;
    private readonly RequestEventStream _events;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private double _armedFor = double.PositiveInfinity;
    private TaskCompletionSource _exchanged = new();
    private readonly Dictionary<string, Waiter> _byRequest = new(StringComparer.Ordinal);
    private bool _closed;

    public EndpointAdmission(
        CapacityAgent agent, AdmissionClock clock, ILedgerLink link, TimeSpan exchangeTimeout, int seed, Action<ResourceKey> changed,
        RequestEventStream events, ILogger logger)
    {
        _agent = agent;
        _clock = clock;
        _link = link;
        _exchangeTimeout = exchangeTimeout;
        _jitter = new Random(seed);
        _changed = changed;
        _events = events;
        _logger = logger;

        // The timer lives longer than the call that made it, and must not carry that call's context (request context, trace) along.
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _timer = clock.Time.CreateTimer(static state => ((EndpointAdmission)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask<AdmissionResult> AcquireAsync(AdmissionRequest request, CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<AdmissionResult>(token);
        }

        AcquireDecision decision;
        PendingAcquire? pending = null;
        EndpointWork work;
        lock (_lock)
        {
            var now = Begin();
            decision = _agent.Acquire(request, now, _effects);
            if (decision.Waiter is { } waiter)
            {
                pending = new PendingAcquire(this, token) { Waiter = waiter };
                waiter.Owner = pending;
                if (request.Correlation?.RequestId is { } id)
                {
                    _byRequest[id] = waiter;
                }
            }

            work = After(now);
        }

        Perform(work);
        if (pending is null)
        {
            return new ValueTask<AdmissionResult>(new AdmissionResult(decision.Lease, decision.Denial, TimeSpan.Zero, decision.Arrival));
        }

        pending.Watch();
        return new ValueTask<AdmissionResult>(pending, pending.Version);
    }

    public AdmissionResult TryAcquire(AdmissionRequest request)
    {
        AcquireDecision decision;
        EndpointWork work;
        lock (_lock)
        {
            var now = Begin();
            decision = _agent.TryAcquire(request, now, _effects);
            work = After(now);
        }

        Perform(work);
        return new AdmissionResult(decision.Lease, decision.Denial, TimeSpan.Zero, decision.Arrival);
    }

    public ReleaseResult Release(in RequestLease lease, in ReleaseReport report)
    {
        ReleaseResult result;
        EndpointWork work;
        lock (_lock)
        {
            var now = Begin();
            result = _agent.Release(lease, report, now, _effects);
            work = After(now);
        }

        Perform(work);
        if (result != ReleaseResult.Released)
        {
            LogRelease(_agent.Endpoint, result, lease.Number);
        }

        return result;
    }

    public bool Renew(in RequestLease lease, TimeSpan? life)
    {
        lock (_lock)
        {
            return _agent.Renew(lease, life, _clock.Now);
        }
    }

    public bool TryRetry()
    {
        lock (_lock)
        {
            return _agent.TryRetry(_clock.Now);
        }
    }

    public void SetPolicy(string tenant, TenantPolicy policy)
    {
        lock (_lock)
        {
            _agent.SetPolicy(tenant, policy);
        }
    }

    public void Accepted(in RequestLease lease, RateFields? rates)
    {
        lock (_lock)
        {
            _agent.Accepted(lease, rates, _clock.Now);
        }
    }

    public void Register(Domain domain, string alias, int cap, string? estimator) =>
        Apply((agent, now, effects) => agent.Register(domain, alias, cap, now, effects, estimator));

    public void Unregister(string alias) => Apply((agent, now, effects) => agent.Unregister(alias, now, effects));

    public void Demand(Domain domain, int queued)
    {
        EndpointWork work;
        lock (_lock)
        {
            var now = Begin();
            _agent.Demand(domain, queued, now, _effects);
            work = After(now);
        }

        Perform(work);
    }

    public RunnableCapacity Runnable(Domain domain)
    {
        lock (_lock)
        {
            return _agent.Runnable(domain, _clock.Now);
        }
    }

    public AgentSnapshot? Snapshot(Domain domain)
    {
        lock (_lock)
        {
            return _agent.Snapshot(domain, _clock.Now);
        }
    }

    public WaitExplanation? Explain(Domain domain, string tenant, Band band) => Explain((agent, now, effects) => agent.Explain(domain, tenant, band, now, effects));

    public WaitExplanation? Explain(string requestId) => Explain(
        (agent, now, effects) => _byRequest.TryGetValue(requestId, out var waiter) ? agent.Explain(waiter, now, effects) : null);

    public void Notify(LedgerNotice notice) => Apply((agent, now, effects) => agent.Notify(notice, now, effects));

    /// <summary>The caller goes on: true if it has a result, false if a cancellation was first.</summary>
    public bool Consume(PendingAcquire pending)
    {
        lock (_lock)
        {
            if (pending.State == PendingState.Cancelled)
            {
                return false;
            }

            pending.State = PendingState.Taken;
            return true;
        }
    }

    public bool IsCancelled(PendingAcquire pending)
    {
        lock (_lock)
        {
            return pending.State == PendingState.Cancelled;
        }
    }

    /// <summary>
    /// A waiting caller is cancelled. While it waits it leaves the queue; with a lease that it has not gone on with, the lease goes back in the
    /// same step; after that its cancellation is its own matter.
    /// </summary>
    public void Cancel(PendingAcquire pending)
    {
        EndpointWork work;
        bool complete;
        lock (_lock)
        {
            if (pending.State is not (PendingState.Waiting or PendingState.Granted))
            {
                return;
            }

            var now = Begin();
            Forget(pending.Waiter);
            complete = pending.State == PendingState.Waiting;
            pending.State = PendingState.Cancelled;
            if (complete)
            {
                _agent.Cancel(pending.Waiter, now, _effects);
            }
            else
            {
                // Whoever granted it completes it, before or after this.
                _agent.CancelGranted(pending.Waiter, pending.Lease, now, _effects);
            }

            work = After(now);
        }

        if (complete)
        {
            pending.CompleteCancelled();
        }

        Perform(work);
    }

    private WaitExplanation? Explain(Func<CapacityAgent, double, AgentEffects, WaitExplanation?> ask)
    {
        WaitExplanation? explanation = null;
        Apply((agent, now, effects) => explanation = ask(agent, now, effects));
        return explanation;
    }

    private void Forget(Waiter waiter)
    {
        if (waiter.Request.Correlation?.RequestId is { } id)
        {
            _byRequest.Remove(id);
        }
    }

    private void Apply(Action<CapacityAgent, double, AgentEffects> command)
    {
        EndpointWork work;
        lock (_lock)
        {
            var now = Begin();
            command(_agent, now, _effects);
            work = After(now);
        }

        Perform(work);
    }

    /// <summary>After every command, under the lock: take the effects over, and arm the timer if the agent wants to be woken earlier.</summary>
    private EndpointWork After(double now)
    {
        if (_byRequest.Count > 0)
        {
            foreach (var granted in _effects.Granted)
            {
                Forget(granted.Waiter);
            }

            foreach (var denied in _effects.Denied)
            {
                Forget(denied.Waiter);
            }
        }

        if (_effects.Events.Count > 0)
        {
            // Numbered under the lock, so that the order of the stream is the order in which things happened; told after it.
            foreach (var happened in _effects.Events)
            {
                _events.Enqueue(happened);
            }
        }

        if (_agent.NextWake(now) is var wake && wake < _armedFor && !_closed)
        {
            // An instant that moved later is not re-armed: the timer fires once in vain and then learns the new one. Whole milliseconds,
            // rounded up: a timer that fires early would fire again and again.
            _armedFor = wake;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wake - now) * 1000)), Timeout.InfiniteTimeSpan);
        }

        return EndpointWork.Take(_effects);
    }

    private double Begin()
    {
        _effects.Wanted = _events.Wanted;
        return _clock.Now;
    }

    private void Perform(in EndpointWork work)
    {
        _events.Deliver();
        work.Perform(_agent.Endpoint, _link, _changed);
    }
}
