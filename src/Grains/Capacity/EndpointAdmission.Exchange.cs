using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Grains.Capacity;

/// <summary>Talking to the ledger: the timer, one exchange at a time, and the end.</summary>
internal sealed partial class EndpointAdmission
{
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

            var now = Begin();
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

        Perform(work);
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
            var now = Begin();
            if (reply is null || !_agent.Apply(reply, now, _effects))
            {
                _agent.ExchangeFailed(_jitter.NextDouble(), now);
            }

            exchanged = _exchanged;
            work = After(now);
        }

        Perform(work);
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
            var now = Begin();
            if (grant is null || !_agent.Apply(grant, _jitter.NextDouble(), now, _effects))
            {
                _agent.ExchangeFailed(_jitter.NextDouble(), now);
            }

            exchanged = _exchanged;
            work = After(now);
        }

        Perform(work);
        exchanged.TrySetResult();
    }
}
