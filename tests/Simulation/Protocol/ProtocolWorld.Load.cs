using Granary.Admission;
using Granary.Admission.Agents;

namespace Granary.Simulation.Protocol;

/// <summary>Callers and their calls.</summary>
internal sealed partial class ProtocolWorld
{
    /// <summary>Demand is drawn anew for some agent every so often, while there is trouble.</summary>
    private void Demand()
    {
        if (_phase != Phase.Troubled)
        {
            return;
        }

        foreach (var process in _processes)
        {
            foreach (var port in process.Ports)
            {
                if (_load.Below(3) == 0)
                {
                    SetDemand(port, _load.Below(3) == 0 ? 0 : _load.Between(1, 2 + (3 * Plan.Cap / Plan.Agents)));
                }
            }
        }

        At(_load.Between(2, 8), Demand);
    }

    private void SetDemand(AgentPort port, int callers)
    {
        port.Wanted = callers;
        while (port.Callers < port.Wanted)
        {
            port.Callers++;
            var tenant = $"t{_load.Below(Plan.Tenants)}";
            var band = (Band)_load.Below(3);
            At(_load.Between(0, 0.3), port, () => Ask(port, tenant, band));
        }
    }

    /// <summary>Nobody wants anything any more: whoever waits gives up.</summary>
    private void Leave(AgentPort port)
    {
        port.Wanted = 0;
        At(0, port, () => port.Core.Register(Domain.Chat, "alias", Plan.Cap, port.Now, port.Effects));
    }

    private void Ask(AgentPort port, string tenant, Band band)
    {
        if (port.Callers > port.Wanted)
        {
            port.Callers--;
            return;
        }

        if (_phase != Phase.Troubled)
        {
            // The same demand everywhere.
            (tenant, band) = ("t0", Band.Bulk);
        }

        var patience = _load.Below(8) == 0 ? TimeSpan.FromSeconds(_load.Between(0.2, 8)) : TimeSpan.FromSeconds(25);
        var decision = port.Core.Acquire(new AdmissionRequest(port.Endpoint.Resource, tenant, null, band, patience), port.Now, port.Effects);
        if (decision.Granted)
        {
            Call(port, decision.Lease, tenant, band);
        }
        else if (decision.Waiter is { } waiter)
        {
            waiter.Owner = (tenant, band);
        }
        else
        {
            Again(port, tenant, band, 0.5);
        }
    }

    private void Again(AgentPort port, string tenant, Band band, double pause) =>
        At(pause * _load.Between(0.5, 1.5), port, () => Ask(port, tenant, band));

    private void Call(AgentPort port, RequestLease lease, string tenant, Band band)
    {
        _admitted++;
        Note(1, lease.Number);
        Checkers.Admitted(port, lease);
        _checkers.Rate(port.Endpoint);
        var provider = port.Endpoint.Provider;
        var (end, after, retryAfter) = provider.Arrive(Now);
        if (end == CallEnd.Done)
        {
            // The provider works on, whatever becomes of its caller.
            At(after, provider.Done);
            At(Math.Min(0.2, after / 2), port, () => port.Core.Accepted(lease, null, port.Now));
        }

        At(after, port, () =>
        {
            if (port.Core.Release(lease, Report(end, after, retryAfter), port.Now, port.Effects) == ReleaseResult.Released)
            {
                port.Held.Remove(lease.Number);
            }

            Again(port, tenant, band, end == CallEnd.Done ? 0.02 : 0.3);
        });
    }

    private static ReleaseReport Report(CallEnd end, double after, double retryAfter)
    {
        TimeSpan? wait = retryAfter > 0 ? TimeSpan.FromSeconds(retryAfter) : null;
        var latency = TimeSpan.FromSeconds(after);
        return end switch
        {
            CallEnd.Done => ReleaseReport.Succeeded(latency),
            CallEnd.Refused => new ReleaseReport(ReleaseOutcome.RateLimited, wait, Latency: latency, Cause: AnswerCause.Capacity),
            CallEnd.Failed => new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true, Latency: latency, Cause: AnswerCause.ServerFailure),
            CallEnd.TimedOut => new ReleaseReport(ReleaseOutcome.ProviderTimeout, Latency: latency, Cause: AnswerCause.ProviderTimeout),
            _ => new ReleaseReport(ReleaseOutcome.ProviderFailure, wait, ServerFault: true, Latency: latency, Cause: AnswerCause.Outage),
        };
    }

    /// <summary>What the agent's shell does after every command.</summary>
    private void Settle(AgentPort port)
    {
        var effects = port.Effects;
        if (!effects.IsEmpty)
        {
            foreach (var granted in effects.Granted.ToArray())
            {
                var (tenant, band) = ((string, Band))granted.Waiter.Owner!;
                Call(port, granted.Lease, tenant, band);
            }

            foreach (var denied in effects.Denied)
            {
                var (tenant, band) = ((string, Band))denied.Waiter.Owner!;
                Again(port, tenant, band, 0.5);
            }

            foreach (var settled in effects.Settled)
            {
                Send(port, settled);
            }

            effects.Clear();
        }

        if (port.Core.ReportDue(port.Now))
        {
            if (port.Core.ForwardsOnly(port.Now))
            {
                Send(port, port.Core.BuildRequest(port.Now));
            }
            else
            {
                Send(port, port.Core.BuildReport(port.Now));
            }
        }

        var wake = port.Core.NextWake(port.Now);
        if (double.IsFinite(wake) && wake != port.WakeAt)
        {
            port.WakeAt = wake;
            At(Math.Max(0, port.Process.Clock.Until(wake, Now)) + 1e-6, port, () => Wake(port, wake));
        }
    }

    private static void Wake(AgentPort port, double wake)
    {
        if (port.WakeAt == wake)
        {
            port.WakeAt = double.NaN;
            port.Core.Tick(port.Now, port.Effects);
        }
    }
}
