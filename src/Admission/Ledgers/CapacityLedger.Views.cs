using Granary.Admission.Agents;

namespace Granary.Admission.Ledgers;

/// <summary>What others may look at.</summary>
public sealed partial class CapacityLedger
{
    /// <summary>One domain across all agents; null if it was never used.</summary>
    public LedgerDomainView? View(Domain domain, double now)
    {
        Expire(now, null);
        if ((uint)domain >= Domains.Count || (_domains[(int)domain] ?? Restored(domain, now)) is not { } state)
        {
            return null;
        }

        var waiting = new int[Domains.Bands];
        foreach (var agent in _agents.Values)
        {
            foreach (var demand in agent.Of(domain)?.Demand ?? [])
            {
                waiting[(int)demand.Band] += demand.Waiting;
            }
        }

        return new LedgerDomainView
        {
            Domain = domain,
            Estimator = state.Estimator.Name,
            Limit = state.Estimator.Look(now),
            Cap = state.Estimator.Cap,
            Ceiling = state.Estimator.Ceiling,
            Generation = state.Estimator.Generation,
            BlockedFor = Math.Max(0, state.Estimator.BlockedUntil - now),
            InFlight = state.InFlight,
            Outstanding = Outstanding(domain),
            Waiting = [.. waiting],
            Gate = state.Gate.State,
            GateCause = state.Gate.Cause,
            GateSinceAgo = now - state.Gate.Since,
            GateFor = state.Gate.ProbeIn(now),
            Mode = state.Mode,
            Admitted = state.Admitted,
            RateLimited = state.RateLimited,
            LastChange = state.LastChange,
            LastChangeAgo = state.LastChange is null ? 0 : now - state.LastChangeAt,
        };
    }
}
