using Granary.Admission;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;
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
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private double _armedFor = double.PositiveInfinity;
    private TaskCompletionSource _exchanged = new();
    private bool _closed;

    public EndpointAdmission(
        CapacityAgent agent, AdmissionClock clock, ILedgerLink link, TimeSpan exchangeTimeout, int seed, Action<ResourceKey> changed, ILogger logger)
    {
        _agent = agent;
        _clock = clock;
        _link = link;
        _exchangeTimeout = exchangeTimeout;
        _jitter = new Random(seed);
        _changed = changed;
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
            var now = _clock.Now;
            decision = _agent.Acquire(request, now, _effects);
            if (decision.Waiter is { } waiter)
            {
                pending = new PendingAcquire(this, token) { Waiter = waiter };
                waiter.Owner = pending;
            }

            work = After(now);
        }

        work.Perform(_agent.Endpoint, _link, _changed);
        if (pending is null)
        {
            return new ValueTask<AdmissionResult>(new AdmissionResult(decision.Lease, decision.Denial, TimeSpan.Zero));
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
            var now = _clock.Now;
            decision = _agent.TryAcquire(request, now, _effects);
            work = After(now);
        }

        work.Perform(_agent.Endpoint, _link, _changed);
        return new AdmissionResult(decision.Lease, decision.Denial, TimeSpan.Zero);
    }

    public ReleaseResult Release(in RequestLease lease, in ReleaseReport report)
    {
        ReleaseResult result;
        EndpointWork work;
        lock (_lock)
        {
            var now = _clock.Now;
            result = _agent.Release(lease, report, now, _effects);
            work = After(now);
        }

        work.Perform(_agent.Endpoint, _link, _changed);
        if (result != ReleaseResult.Released)
        {
            LogRelease(_agent.Endpoint, result, lease.Number);
        }

        return result;
    }

    public bool Renew(in RequestLease lease)
    {
        lock (_lock)
        {
            return _agent.Renew(lease, _clock.Now);
        }
    }

    public void Accepted(in RequestLease lease)
    {
        lock (_lock)
        {
            _agent.Accepted(lease, _clock.Now);
        }
    }

    public void Register(Domain domain, string alias, int cap) => Apply((agent, now, effects) => agent.Register(domain, alias, cap, now, effects));

    public void Unregister(string alias) => Apply((agent, now, effects) => agent.Unregister(alias, now, effects));

    public void Demand(Domain domain, int queued)
    {
        EndpointWork work;
        lock (_lock)
        {
            var now = _clock.Now;
            _agent.Demand(domain, queued, now, _effects);
            work = After(now);
        }

        work.Perform(_agent.Endpoint, _link, _changed);
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

            var now = _clock.Now;
            complete = pending.State == PendingState.Waiting;
            pending.State = PendingState.Cancelled;
            if (complete)
            {
                _agent.Cancel(pending.Waiter, now, _effects);
            }
            else
            {
                // Whoever granted it completes it, before or after this.
                _agent.Release(pending.Lease, ReleaseReport.Cancelled, now, _effects);
            }

            work = After(now);
        }

        if (complete)
        {
            pending.CompleteCancelled();
        }

        work.Perform(_agent.Endpoint, _link, _changed);
    }

    /// <summary>Refuses everybody from now on; calls in flight go on.</summary>
    public void Drain() => Apply(static (agent, now, effects) => agent.Drain(now, effects));

    /// <summary>Gives everything back to the ledger, whatever is still in flight, and is silent afterwards.</summary>
    public async Task CloseAsync(CancellationToken token)
    {
        Drain();
        Task? running;
        lock (_lock)
        {
            _closed = true;
            running = _agent.Exchanging ? _exchanged.Task : null;
        }

        if (running is not null)
        {
            await running.WaitAsync(token);
        }

        AgentReport? report = null;
        lock (_lock)
        {
            if (_agent.IsActive && !_agent.Exchanging)
            {
                report = _agent.BuildReport(_clock.Now, close: true);
            }
        }

        if (report is not null)
        {
            await ExchangeAsync(report).WaitAsync(token);
        }

        await _timer.DisposeAsync();
    }

    private void Apply(Action<CapacityAgent, double, AgentEffects> command)
    {
        EndpointWork work;
        lock (_lock)
        {
            var now = _clock.Now;
            command(_agent, now, _effects);
            work = After(now);
        }

        work.Perform(_agent.Endpoint, _link, _changed);
    }

    /// <summary>After every command, under the lock: take the effects over, and arm the timer if the agent wants to be woken earlier.</summary>
    private EndpointWork After(double now)
    {
        if (_agent.NextWake(now) is var wake && wake < _armedFor && !_closed)
        {
            // An instant that moved later is not re-armed: the timer fires once in vain and then learns the new one. Whole milliseconds,
            // rounded up: a timer that fires early would fire again and again.
            _armedFor = wake;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wake - now) * 1000)), Timeout.InfiniteTimeSpan);
        }

        return EndpointWork.Take(_effects);
    }

    private void OnTimer()
    {
        AgentReport? report = null;
        DirectRequest? request = null;
        EndpointWork work;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            var now = _clock.Now;
            _armedFor = double.PositiveInfinity;
            _agent.Tick(now, _effects);
            if (_agent.ReportDue(now))
            {
                request = _agent.ForwardsOnly(now) ? _agent.BuildRequest(now) : null;
                report = request is null ? _agent.BuildReport(now) : null;
                _exchanged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            work = After(now);
        }

        work.Perform(_agent.Endpoint, _link, _changed);
        if (report is not null)
        {
            // Nobody awaits it: it ends by itself, also in failure, and the agent knows whether it is out.
            _ = ExchangeAsync(report);
        }
        else if (request is not null)
        {
            _ = ForwardAsync(request);
        }
    }

    private async Task ForwardAsync(DirectRequest request)
    {
        DirectReply? reply = null;
        try
        {
            reply = await _link.AcquireAsync(_agent.Endpoint, request).WaitAsync(_exchangeTimeout, _clock.Time);
        }
        catch (Exception failure)
        {
            LogExchangeFailed(_agent.Endpoint, request.Sequence, failure);
        }

        EndpointWork work;
        TaskCompletionSource exchanged;
        lock (_lock)
        {
            var now = _clock.Now;
            if (reply is null || !_agent.Apply(reply, now, _effects))
            {
                _agent.ExchangeFailed(_jitter.NextDouble(), now);
            }

            exchanged = _exchanged;
            work = After(now);
        }

        work.Perform(_agent.Endpoint, _link, _changed);
        exchanged.TrySetResult();
    }

    private async Task ExchangeAsync(AgentReport report)
    {
        LedgerGrant? grant = null;
        try
        {
            grant = await _link.ExchangeAsync(_agent.Endpoint, report).WaitAsync(_exchangeTimeout, _clock.Time);
        }
        catch (Exception failure)
        {
            LogExchangeFailed(_agent.Endpoint, report.Sequence, failure);
        }

        if (grant?.Reason == GrantReason.Superseded)
        {
            LogSuperseded(_agent.AgentId, _agent.Endpoint);
        }

        EndpointWork work;
        TaskCompletionSource exchanged;
        lock (_lock)
        {
            var now = _clock.Now;
            if (grant is null || !_agent.Apply(grant, _jitter.NextDouble(), now, _effects))
            {
                _agent.ExchangeFailed(_jitter.NextDouble(), now);
            }

            exchanged = _exchanged;
            work = After(now);
        }

        work.Perform(_agent.Endpoint, _link, _changed);
        exchanged.TrySetResult();
    }
}
