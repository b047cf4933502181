using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>Who may be admitted, and the sweep that serves waiters.</summary>
public sealed partial class CapacityAgent
{
    /// <summary>
    /// Serves waiters until none is eligible. Follows every enqueue, release, expiry, share or limit change, end of block, opening step and
    /// registration, so nobody eligible is ever left waiting.
    /// </summary>
    private void Sweep(double now, AgentEffects effects)
    {
        if (_queue.Count > 0)
        {
            ExpireWaiters(now, effects);
        }

        foreach (var key in _keys)
        {
            if (key is not null)
            {
                UseLeases(key, now, effects);
            }
        }

        while (_queue.Next(Eligible(now), now) is { } waiter)
        {
            var key = Born(waiter.Request.Key.Domain);
            _queue.Serve(waiter, now);
            effects.Grant(waiter, Commit(key, waiter.Request, now), now - waiter.ArrivedAt);
        }
    }

    private int Eligible(double now)
    {
        var mask = 0;
        for (var i = 0; i < Domains.Count; i++)
        {
            if (_keys[i] is { } key && _queue.Waiting((Domain)i) > 0 && Check(key, now).Admitted)
            {
                mask |= 1 << i;
            }
        }

        return mask;
    }

    private AdmissionCheck Check(AgentKey key, double now)
    {
        if (!_caps.Known)
        {
            return new AdmissionCheck(DenialReason.HardPolicyDenial, DenialBinding.None, double.PositiveInfinity);
        }

        if (_draining)
        {
            return new AdmissionCheck(DenialReason.Shutdown, DenialBinding.None, double.PositiveInfinity);
        }

        if (CheckGate(key, now) is { } gated)
        {
            return gated;
        }

        if (now < key.BlockedUntil)
        {
            return new AdmissionCheck(DenialReason.Cooldown, DenialBinding.None, key.BlockedUntil);
        }

        if (Binding(key, now) is var binding && binding != DenialBinding.None)
        {
            var at = binding == DenialBinding.Opening
                ? OpeningCurve.NextStep(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now))
                : binding is DenialBinding.Requests or DenialBinding.Tokens ? key.Lending.Credits.AvailableAt(now)
                : double.PositiveInfinity;
            return new AdmissionCheck(DenialReason.NoCapacity, binding, at);
        }

        return AdmissionCheck.Free;
    }

    private DenialBinding Binding(AgentKey key, double now)
    {
        if (key.InFlight >= _caps.Effective(key.Key.Domain))
        {
            return DenialBinding.Cap;
        }

        if (key.Limit > 0 && key.InFlight >= key.Limit)
        {
            return DenialBinding.Limit;
        }

        if (key.OnShare >= key.UsableShare(now))
        {
            return DenialBinding.Share;
        }

        if (OpeningCurve.At(now, key.BlockedUntil, _settings.Reopen, OpeningWidth(key, now)) is { } opening && key.Opened >= opening)
        {
            return DenialBinding.Opening;
        }

        return _inFlight >= _caps.Aggregate ? DenialBinding.Aggregate : key.Lending.Credits.Missing(now);
    }

    // With several agents each opens its own share along the curve, so that together they follow the curve of the limit.
    private static int OpeningWidth(AgentKey key, double now) => Math.Min(Math.Max(1, key.Limit), Math.Max(1, key.UsableShare(now)));

    private RequestLease Commit(AgentKey key, AdmissionRequest request, double now)
    {
        var lease = _leases.Give(request, key.Limit, _caps.Effective(key.Key.Domain), key.Generation, key.NextLevel, now, _settings.LeaseLife);
        key.Admitted();
        Committed(key, lease);
        _inFlight++;
        _sequence++;
        return lease;
    }

    private void ExpireLeases(double now)
    {
        while (_leases.TryExpire(now, out var lease))
        {
            _inFlight--;
            var key = KeyOf(lease.Key.Domain)!;
            key.Left(lease, expired: true);
            _urgent |= key.Lending.Gate.Ended(lease.Number, ProbeResult.Unused);
            SettleDirect(key, lease, null);
            _leaks = _leaks with { Expired = _leaks.Expired + 1 };
            _sequence++;
        }
    }

    private void ExpireWaiters(double now, AgentEffects effects)
    {
        for (var i = 0; i < Domains.Count; i++)
        {
            if (_keys[i] is not { } key)
            {
                continue;
            }

            // Whoever cannot be admitted before its deadline because of a block need not wait for it.
            var until = Math.Max(now, key.BlockedUntil);
            while (_queue.FirstDeadline((Domain)i, until) is { } waiter)
            {
                var check = Check(key, now);
                _queue.Remove(waiter, now);
                effects.Deny(waiter, Denials.TimedOut(check, this, key, waiter.Request.Band, now), now - waiter.ArrivedAt);
                _sequence++;
            }
        }
    }

    private void RefuseAll(DenialReason reason, double now, AgentEffects effects)
    {
        while (_queue.Any() is { } waiter)
        {
            var key = Born(waiter.Request.Key.Domain);
            var check = new AdmissionCheck(reason, DenialBinding.None, double.PositiveInfinity);
            _queue.Remove(waiter, now);
            effects.Deny(waiter, Denials.Of(check, this, key, waiter.Request.Band, now), now - waiter.ArrivedAt);
        }

        _sequence++;
    }
}
