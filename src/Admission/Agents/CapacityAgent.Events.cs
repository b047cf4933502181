using Granary.Admission.Events;

namespace Granary.Admission.Agents;

/// <summary>
/// The events of the request stream. Each is made only if somebody takes its kind: one bit test, and nothing is built. Order inside a release: the
/// limit, the rate limit, the lease that came back, then the leases it made possible.
/// </summary>
public sealed partial class CapacityAgent
{
    private static RequestEvent About(RequestEventKind kind, AdmissionRequest request, double now) => new(kind, now, request.Key)
    {
        Attempt = request.Attempt,
        Band = request.Band,
        Tenant = request.Tenant,
        Correlation = request.Correlation,
    };

    private RequestEvent About(RequestEventKind kind, ActiveLease lease, double now) =>
        About(kind, lease.Request, now) with { Lease = new LeaseId(_incarnation, lease.Number) };

    private void TellRegistered(AgentKey key, string alias, int cap, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.ResourceRegistered))
        {
            effects.Happened(new RequestEvent(RequestEventKind.ResourceRegistered, now, key.Key)
            {
                Facts = [new("alias", alias), new("cap", (long)Math.Max(1, cap))],
            });
        }
    }

    private static void TellCap(AgentKey key, int cap, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.EffectiveCapChanged))
        {
            effects.Happened(Moved(RequestEventKind.EffectiveCapChanged, key, key.EffectiveCap, cap, now));
        }
    }

    private static void TellQueue(RequestEventKind kind, AgentKey key, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(kind))
        {
            effects.Happened(new RequestEvent(kind, now, key.Key));
        }
    }

    private static void TellWaitStarted(AdmissionRequest request, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.WaitStarted))
        {
            effects.Happened(About(RequestEventKind.WaitStarted, request, now));
        }
    }

    private void TellGranted(AgentKey key, ActiveLease lease, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.WaitCompleted))
        {
            effects.Happened(About(RequestEventKind.WaitCompleted, lease.Request, now));
        }

        if (effects.Wanted.Has(RequestEventKind.LeaseAcquired))
        {
            effects.Happened(About(RequestEventKind.LeaseAcquired, lease, now) with
            {
                Snapshot = Snapshot(key.Key.Domain, now),
                Facts = [new("limit", (long)lease.Limit), new("generation", lease.Generation)],
            });
        }
    }

    private static void TellTimedOut(AdmissionRequest request, AdmissionDenial denial, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.WaitTimeout))
        {
            effects.Happened(About(RequestEventKind.WaitTimeout, request, now) with
            {
                Reason = AdmissionNames.Of(denial.Reason),
                Facts = [new("blockedBy", AdmissionNames.Of(denial.BlockedBy)), new("callerDeadline", denial.CallerDeadline)],
            });
        }
    }

    private static void TellCancelled(Waiter waiter, LeaseId? lease, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.WaitCancelled))
        {
            effects.Happened(About(RequestEventKind.WaitCancelled, waiter.Request, now) with { Lease = lease });
        }
    }

    private static void TellDenied(AgentKey key, AdmissionRequest request, AdmissionDenial denial, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.AcquireDenied))
        {
            effects.Happened(About(RequestEventKind.AcquireDenied, request, now) with
            {
                Key = key.Key,
                Reason = AdmissionNames.Of(denial.Reason),
                Facts = AdmissionNames.Of(denial.Binding) is { } binding ? [new("binding", binding)] : [],
            });
        }
    }

    private void TellRateLimited(AgentKey key, ActiveLease lease, in ReleaseReport report, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.RateLimited))
        {
            effects.Happened(About(RequestEventKind.RateLimited, lease, now) with
            {
                Reason = AdmissionNames.Of(report.Meaning),
                Snapshot = Snapshot(key.Key.Domain, now),
                Facts =
                [
                    new("retryAfter", report.RetryAfter?.TotalSeconds ?? 0), new("blockedUntil", key.BlockedUntil),
                    new("consecutive", key.ConsecutiveRateLimits),
                ],
            });
        }
    }

    private void TellReleased(AgentKey key, ActiveLease lease, in ReleaseReport report, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.LeaseReleased))
        {
            effects.Happened(About(RequestEventKind.LeaseReleased, lease, now) with
            {
                Reason = AdmissionNames.Of(report.Outcome),
                Snapshot = Snapshot(key.Key.Domain, now),
                Facts = [new("heldSeconds", now - lease.AcquiredAt)],
            });
        }
    }

    private void TellInVain(in RequestLease lease, ReleaseResult result, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.ReleaseDiagnostic))
        {
            effects.Happened(new RequestEvent(RequestEventKind.ReleaseDiagnostic, now, lease.Key)
            {
                Lease = new LeaseId(lease.Incarnation, lease.Number),
                Reason = AdmissionNames.Of(result),
                Facts =
                [
                    new("wrongGeneration", _leaks.WrongGeneration), new("stale", _leaks.Stale), new("duplicate", _leaks.Duplicate),
                    new("unknown", _leaks.Unknown), new("expired", _leaks.Expired),
                ],
            });
        }
    }

    private void TellExpired(AgentKey key, ActiveLease lease, double now, AgentEffects effects)
    {
        if (effects.Wanted.Has(RequestEventKind.LeaseExpired))
        {
            effects.Happened(About(RequestEventKind.LeaseExpired, lease, now) with
            {
                Key = key.Key,
                Facts = [new("heldSeconds", now - lease.AcquiredAt)],
            });
        }
    }

    private static void TellLimit(AgentKey key, int before, double now, AgentEffects effects)
    {
        // The estimator stands at the ledger; from here its decreases are known by the generation, which only they raise.
        var cause = key.Limit > before ? "success" : key.Generation > key.GenerationTold ? "rate_limit" : "cap";
        key.GenerationTold = key.Generation;
        if (before == key.Limit || before == 0)
        {
            return;
        }

        var kind = key.Limit < before ? RequestEventKind.LimitDecreased : RequestEventKind.LimitIncreased;
        if (effects.Wanted.Has(kind))
        {
            var moved = Moved(kind, key, before, key.Limit, now);
            effects.Happened(moved with { Facts = moved.Facts.AddRange(new EventFact("cause", cause), new EventFact("generation", key.Generation)) });
        }

        if (key.Limit > before && key.Ceiling > 0 && key.Limit > key.Ceiling && effects.Wanted.Has(RequestEventKind.SoftCeilingRecovered))
        {
            effects.Happened(new RequestEvent(RequestEventKind.SoftCeilingRecovered, now, key.Key) { Facts = [new("ceiling", (long)key.Ceiling)] });
        }

        if (key.Limit > before && key.Limit >= key.EffectiveCap && effects.Wanted.Has(RequestEventKind.FullyRecovered))
        {
            effects.Happened(new RequestEvent(RequestEventKind.FullyRecovered, now, key.Key));
        }
    }

    private static void TellShare(AgentKey key, int before, double now, AgentEffects effects)
    {
        if (before != key.Share && effects.Wanted.Has(RequestEventKind.ShareChanged))
        {
            effects.Happened(Moved(RequestEventKind.ShareChanged, key, before, key.Share, now));
        }
    }

    private static void TellLending(AgentKey key, double now, AgentEffects effects)
    {
        var before = key.LendingTold;
        key.LendingTold = (key.Lending.Gate.State, key.Lending.Mode);
        if (before.Gate != key.LendingTold.Gate && effects.Wanted.Has(RequestEventKind.GateChanged))
        {
            effects.Happened(new RequestEvent(RequestEventKind.GateChanged, now, key.Key)
            {
                Facts = [new("from", AdmissionNames.Of(before.Gate)), new("to", AdmissionNames.Of(key.LendingTold.Gate))],
            });
        }

        if (before.Mode != key.LendingTold.Mode && effects.Wanted.Has(RequestEventKind.ModeChanged))
        {
            effects.Happened(new RequestEvent(RequestEventKind.ModeChanged, now, key.Key)
            {
                Facts = [new("from", AdmissionNames.Of(before.Mode)), new("to", AdmissionNames.Of(key.LendingTold.Mode))],
            });
        }
    }

    private void TellReopenings(double now, AgentEffects effects)
    {
        foreach (var key in _keys)
        {
            if (key is not { ReopeningDue: true } || now < key.BlockedUntil)
            {
                continue;
            }

            key.ReopeningDue = false;
            if (_settings.Reopen > 0 && effects.Wanted.Has(RequestEventKind.ReopeningStarted))
            {
                effects.Happened(new RequestEvent(RequestEventKind.ReopeningStarted, now, key.Key) { Facts = [new("limit", (long)key.Limit)] });
            }
        }
    }

    private static RequestEvent Moved(RequestEventKind kind, AgentKey key, int from, int to, double now) =>
        new(kind, now, key.Key) { Facts = [new("from", (long)from), new("to", (long)to)] };
}
