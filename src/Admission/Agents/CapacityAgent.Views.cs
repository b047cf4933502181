using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>What others may look at.</summary>
public sealed partial class CapacityAgent
{
    private LeakDiagnostics _leaks;

    /// <summary>Releases that gave nothing back, and leases that nobody gave back.</summary>
    public LeakDiagnostics Leaks => _leaks;

    /// <summary>How much of a domain may run right now.</summary>
    public RunnableCapacity Runnable(Domain domain, double now)
    {
        if (!_caps.Known || _draining)
        {
            return new RunnableCapacity(0, 0, null, GateState.Open);
        }

        if (KeyOf(domain) is not { } key)
        {
            return new RunnableCapacity(1, 0, null, GateState.Open);
        }

        if (CheckGate(key, now) is { } gated)
        {
            var probes = gated.Admitted ? 1 : 0;
            return new RunnableCapacity(
                probes, probes, double.IsFinite(gated.AvailableAt) && probes == 0 ? TimeSpan.FromSeconds(gated.AvailableAt - now) : null, key.Lending.Gate.State);
        }

        if (now < key.BlockedUntil)
        {
            return new RunnableCapacity(0, 0, TimeSpan.FromSeconds(key.BlockedUntil - now), GateState.Open);
        }

        // In direct mode one more than is in use may always come and wait: the ledger gives permits to waiters only.
        var share = key.Lending.Mode == LendingMode.Direct ? key.InFlight + 1 : UsableShare(key, now) + key.Lending.Direct.InUse;
        var permits = Math.Min(share, key.EffectiveCap);
        permits = key.Limit > 0 ? Math.Min(permits, key.Limit) : permits;
        if (Opening(key, now) is { } opening)
        {
            permits = Math.Min(permits, key.InFlight - key.Opened + opening);
        }

        permits = Math.Min(permits, _caps.Aggregate - (_inFlight - key.InFlight));
        var free = Math.Max(0, permits - key.InFlight - _queue.Waiting(domain));
        return new RunnableCapacity(Math.Max(1, permits), free, null, GateState.Open);
    }

    /// <summary>One domain as it stands; null if it was never registered or asked for.</summary>
    public AgentSnapshot? Snapshot(Domain domain, double now)
    {
        if (KeyOf(domain) is not { } key)
        {
            return null;
        }

        return new AgentSnapshot(
            key.Key, now, _sequence, key.EffectiveCap, _caps.Aggregate, _inFlight, key.Limit, key.Generation, UsableShare(key, now), key.InFlight,
            [_queue.Waiting(domain, Band.Interactive), _queue.Waiting(domain, Band.Standard), _queue.Waiting(domain, Band.Bulk)],
            now < key.BlockedUntil ? TimeSpan.FromSeconds(key.BlockedUntil - now) : null, Opening(key, now), key.Lending.Gate.State, key.Ceiling, key.Acquired,
            key.Released, key.LastOutcome, _leaks, _caps.Raw(), Epoch)
        {
            ConsecutiveRateLimits = key.ConsecutiveRateLimits,
            RetryBudget = Retries(now).Left(now),
            GateFor = double.IsFinite(key.Lending.Gate.Until) && key.Lending.Gate.Until > now ? TimeSpan.FromSeconds(key.Lending.Gate.Until - now) : null,
            Estimator = _caps.Estimator(domain),
            Mode = AdmissionNames.Of(key.Lending.Mode),
        };
    }

    private int? Opening(AgentKey key, double now) =>
        now < key.BlockedUntil ? null : OpeningCurve.At(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now));

    /// <summary>Tells subscribers when more may run than they were told.</summary>
    private void Announce(AgentKey key, double now, AgentEffects effects)
    {
        var runnable = Runnable(key.Key.Domain, now);
        if (runnable.Permits > key.AnnouncedPermits || runnable.Free > 0)
        {
            effects.Change(key.Key.Domain);
        }

        key.AnnouncedPermits = runnable.Permits;
    }
}
