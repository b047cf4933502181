using Granary.Admission.Estimators;

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

        if (now < key.BlockedUntil)
        {
            return new RunnableCapacity(0, 0, TimeSpan.FromSeconds(key.BlockedUntil - now), GateState.Open);
        }

        var permits = Math.Min(UsableShare(key, now), key.EffectiveCap);
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
            now < key.BlockedUntil ? TimeSpan.FromSeconds(key.BlockedUntil - now) : null, Opening(key, now), GateState.Open, key.Ceiling, key.Acquired,
            key.Released, key.LastOutcome, _leaks, _caps.Raw(), Epoch)
        {
            ConsecutiveRateLimits = key.ConsecutiveRateLimits,
            RetryBudget = Retries(now).Left(now),
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
