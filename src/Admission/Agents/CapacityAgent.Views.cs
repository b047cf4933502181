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
        var share = key.Lending.Mode == LendingMode.Direct ? key.InFlight + 1 : key.UsableShare(now) + key.Lending.Direct.InUse;
        var permits = Math.Min(share, _caps.Effective(domain));
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
            key.Key, now, _sequence, _caps.Effective(domain), _caps.Aggregate, _inFlight, key.Limit, key.Generation, key.UsableShare(now), key.InFlight,
            [_queue.Waiting(domain, Band.Interactive), _queue.Waiting(domain, Band.Standard), _queue.Waiting(domain, Band.Bulk)],
            now < key.BlockedUntil ? TimeSpan.FromSeconds(key.BlockedUntil - now) : null, Opening(key, now), key.Lending.Gate.State, key.Ceiling, key.Acquired,
            key.Released, key.LastOutcome, _leaks, _caps.Raw(), Epoch);
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

    private void CountLeak(ReleaseResult result) => _leaks = result switch
    {
        ReleaseResult.WrongGeneration => _leaks with { WrongGeneration = _leaks.WrongGeneration + 1 },
        ReleaseResult.StaleLease => _leaks with { Stale = _leaks.Stale + 1 },
        ReleaseResult.Duplicate => _leaks with { Duplicate = _leaks.Duplicate + 1 },
        ReleaseResult.UnknownLease => _leaks with { Unknown = _leaks.Unknown + 1 },
        _ => _leaks,
    };
}
