using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>How much an agent gets, and when it is to come again.</summary>
public sealed partial class CapacityLedger
{
    /// <summary>
    /// The best share for one agent now: its fair part, but never more than is free of what others may hold. While more is out than the limit
    /// allows, or a predecessor's promises are being learned, nobody grows; during a block and after it growth follows the opening.
    /// </summary>
    private int Share(Booking booking, LedgerDomain domain, GrantReason reason, double now)
    {
        var agent = booking.Agent;
        if (reason == GrantReason.StorageUnavailable && (_durableUntil <= now || !_durable.Contains((agent.Id, agent.Incarnation))))
        {
            return 0;
        }

        if (!domain.Gate.IsOpen || (domain.Mode == LendingMode.Direct && reason == GrantReason.Served))
        {
            return 0;
        }

        var direct = booking.Direct.Count;
        var lendable = Lendable(domain, now);
        var fair = Math.Max(0, domain.Division.Whole(booking.Taker, lendable, Round(now)) - direct);
        var others = domain.Outstanding - booking.Charged + direct;
        var everywhere = Everywhere() - booking.Charged + direct;
        var limit = domain.Estimator.Limit;
        if (reason != GrantReason.Served || others + booking.Held > limit || everywhere + booking.Held > _endpointCap)
        {
            return Math.Min(booking.Share, fair);
        }

        var room = Math.Min(limit - others, _endpointCap - everywhere);
        if (domain.Estimator.Opening(now) is { } opening)
        {
            room = Math.Min(room, Math.Max(booking.Share, opening - others));
        }

        return (int)Math.Max(0, Math.Min(fair, room));
    }

    /// <summary>Permits charged over all domains.</summary>
    private long Everywhere()
    {
        var sum = 0L;
        foreach (var domain in _domains)
        {
            sum += domain?.Outstanding ?? 0;
        }

        return sum;
    }

    /// <summary>What may be lent of a domain: its limit, or its fair part of the endpoint's cap where the domains together want more.</summary>
    private int Lendable(LedgerDomain domain, double now)
    {
        Span<double> wants = stackalloc double[Domains.Count];
        Span<double> weights = [1, 1, 1, 1];
        var limit = domain.Estimator.Look(now);
        var sum = 0.0;
        for (var i = 0; i < Domains.Count; i++)
        {
            if (_domains[i] is { } other)
            {
                wants[i] = Math.Min(other.Estimator.Look(now), other.Wanted);
                sum += wants[i];
            }
        }

        if (sum <= _endpointCap)
        {
            return limit;
        }

        // A health check waits for nobody's fair part.
        var checks = Math.Min(_endpointCap, wants[(int)Domain.Healthcheck]);
        wants[(int)Domain.Healthcheck] = 0;
        var parts = MaxMinShare.Divide(_endpointCap - checks, wants, weights);
        parts[(int)Domain.Healthcheck] = checks;
        return Math.Min(limit, FairDivision.Round(_endpointCap, parts, Round(now))[(int)domain.Domain]);
    }

    private long Round(double now) => (long)Math.Floor(now / _settings.Refresh);

    private double NextReportIn(Booking booking, LedgerDomain domain, GrantReason reason, double now)
    {
        if (reason == GrantReason.Learning)
        {
            return Math.Min(_settings.SearchRefresh, _settings.Refresh);
        }

        var next = _settings.Refresh;
        if (domain.Estimator.Searching && booking.Wanted > 0)
        {
            next = Math.Min(next, _settings.SearchRefresh);
        }

        if (domain.Estimator.NextTick is var tick && double.IsFinite(tick))
        {
            next = Math.Min(next, Math.Max(_settings.PullSpacing, tick - now));
        }

        next = Math.Min(next, NextCreditIn(booking, domain, now));
        if (!booking.Short)
        {
            return next;
        }

        if (reason == GrantReason.StorageUnavailable)
        {
            return Math.Min(next, _settings.SearchRefresh);
        }

        if (!domain.Gate.IsOpen)
        {
            return Math.Min(next, Math.Max(_settings.PullSpacing, domain.Gate.State == GateState.Probing ? _settings.SearchRefresh : domain.Gate.ProbeIn(now)));
        }

        if (domain.Estimator.Opening(now) is not null)
        {
            next = Math.Min(next, Math.Max(2 * _settings.PullSpacing, domain.Estimator.BlockedUntil - now));
        }

        // An agent that vanished is worth waiting for: what it held comes back at a known instant.
        foreach (var agent in _agents.Values)
        {
            if (agent.Of(domain.Domain) is { Charged: > 0 } other && !ReferenceEquals(other, booking))
            {
                var free = other.Ghost > 0 ? other.GhostUntil : agent.ExpiresAt;
                next = Math.Min(next, Math.Max(_settings.PullSpacing, free - now));
            }
        }

        return next;
    }

    private LedgerDomainGrant Describe(
        Booking booking, LedgerDomain domain, AgentDomainReport wanted, GrantReason reason, double expiresIn, bool closing, double now)
    {
        var estimator = domain.Estimator;
        var limit = estimator.Look(now);
        var contended = domain.OthersLack(booking) || (domain.Mode == LendingMode.Direct && domain.Queue.Waiting > 0) || AnotherDomainLacks(domain.Domain);
        return new LedgerDomainGrant
        {
            Domain = wanted.Domain,
            Share = booking.Granted,
            Limit = limit,
            Generation = estimator.Generation,
            Ceiling = estimator.Ceiling,
            BlockedFor = Math.Max(0, estimator.BlockedUntil - now),
            ExpiresIn = expiresIn,
            Elsewhere = domain.InUse - booking.InUse,
            BlockOnRefusal = estimator.BlockOnRefusal,
            Contended = contended,
            ReportAfter = estimator.SuccessesWanted == 0 ? 0 : Math.Max(1, estimator.SuccessesWanted / Math.Max(1, domain.Users)),
            Mode = domain.Mode,
            TenantShares = domain.Mode == LendingMode.Shares && booking.Granted > 0 && domain.Lacking > 0
                ? domain.Division.Split(booking.Taker, booking.Granted, Lendable(domain, now), Round(now))
                : [],
            Leases = Unconfirmed(booking),
            Credits = LendCredits(domain, booking, wanted.Credits, reason, expiresIn, closing, now),
            Gate = domain.Gate.IsOpen
                ? GateGrant.Open
                : new GateGrant(domain.Gate.State, domain.Gate.ProbeIn(now), ReferenceEquals(domain.Prober, booking.Agent) ? domain.Gate.ProbeRound : 0),
        };
    }

    // Domains compete for the endpoint's cap alone.
    private bool AnotherDomainLacks(Domain domain)
    {
        var total = 0L;
        var lacks = false;
        foreach (var other in _domains)
        {
            if (other is not null)
            {
                total += Math.Max(other.Outstanding, other.Wanted);
                lacks |= other.Domain != domain && other.Lacking > 0;
            }
        }

        return lacks && total > _endpointCap;
    }
}
