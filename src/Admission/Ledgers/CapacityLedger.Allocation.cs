using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>Who gets how much, and who is told.</summary>
public sealed partial class CapacityLedger
{
    private readonly List<LedgerAgent> _takers = [];
    private readonly List<AgentDemand> _demands = [];

    /// <summary>
    /// The best share for one agent now: its fair part, but never more than is free of what others may hold. While more is out than the limit
    /// allows, or a predecessor's promises are being learned, nobody grows; during a block and after it growth follows the opening.
    /// </summary>
    private int Share(LedgerAgent agent, Booking booking, LedgerDomain domain, GrantReason reason, double now)
    {
        if (reason == GrantReason.StorageUnavailable && (_durableUntil <= now || !_durable.Contains((agent.Id, agent.Incarnation))))
        {
            return 0;
        }

        var lendable = Lendable(domain, now);
        var fair = FairPart(agent, domain.Domain, lendable, now);
        var others = Outstanding(domain.Domain) - agent.Charged(domain.Domain);
        var everywhere = 0;
        for (var i = 0; i < Domains.Count; i++)
        {
            everywhere += Outstanding((Domain)i);
        }

        everywhere -= agent.Charged(domain.Domain);
        var over = others + booking.Held > domain.Estimator.Limit || (long)everywhere + booking.Held > _endpointCap;
        if (over || reason != GrantReason.Served)
        {
            return Math.Min(booking.Share, fair);
        }

        var room = Math.Min(domain.Estimator.Limit - others, _endpointCap - everywhere);
        if (domain.Estimator.Opening(now) is { } opening)
        {
            room = Math.Min(room, Math.Max(booking.Share, opening - others));
        }

        return Math.Max(0, Math.Min(fair, room));
    }

    /// <summary>What may be lent of a domain: its limit, or its fair part of the endpoint's cap where the domains together want more.</summary>
    private int Lendable(LedgerDomain domain, double now)
    {
        Span<double> wants = stackalloc double[Domains.Count];
        Span<double> weights = [1, 1, 1, 1];
        var sum = 0.0;
        for (var i = 0; i < Domains.Count; i++)
        {
            if (_domains[i] is not { } other)
            {
                continue;
            }

            wants[i] = Math.Min(other.Estimator.Look(now), Wanted((Domain)i));
            sum += wants[i];
        }

        var limit = domain.Estimator.Limit;
        if (sum <= _endpointCap)
        {
            return limit;
        }

        // A health check waits for nobody's fair part.
        var checks = Math.Min(_endpointCap, wants[(int)Domain.Healthcheck]);
        wants[(int)Domain.Healthcheck] = 0;
        var parts = MaxMinShare.Divide(_endpointCap - checks, wants, weights);
        parts[(int)Domain.Healthcheck] = checks;
        return Math.Min(limit, FairAllocation.Round(_endpointCap, parts, Round(now))[(int)domain.Domain]);
    }

    private int Wanted(Domain domain)
    {
        var sum = 0;
        foreach (var agent in _agents.Values)
        {
            sum += agent.Of(domain)?.Wanted ?? 0;
        }

        return sum;
    }

    private int FairPart(LedgerAgent agent, Domain domain, int limit, double now) =>
        FairParts(domain, limit, now)[_takers.IndexOf(agent)];

    /// <summary>Fair parts in the order of <see cref="_takers"/>, which it fills.</summary>
    private int[] FairParts(Domain domain, int limit, double now)
    {
        _takers.Clear();
        _demands.Clear();
        foreach (var other in _agents.Values)
        {
            if (!other.Gone && other.Of(domain) is { } booking)
            {
                _takers.Add(other);
                _demands.Add(new AgentDemand(booking.Demand, booking.Idle));
            }
        }

        return FairAllocation.Divide(limit, _demands, Round(now));
    }

    private long Round(double now) => (long)Math.Floor(now / _settings.Refresh);

    private double NextReportIn(Booking booking, LedgerDomain domain, GrantReason reason, double now)
    {
        if (!booking.Short)
        {
            return _settings.Refresh;
        }

        if (reason != GrantReason.Served)
        {
            return _settings.ShortRefresh / 4;
        }

        var next = domain.Estimator.Limit < domain.Estimator.Cap ? _settings.ShortRefresh : _settings.Refresh;
        if (domain.Estimator.Opening(now) is not null)
        {
            next = Math.Min(next, Math.Max(_settings.PullSpacing, domain.Estimator.BlockedUntil - now));
        }

        // An agent that vanished is worth waiting for: what it held comes back at a known instant.
        foreach (var agent in _agents.Values)
        {
            if (agent.Charged(domain.Domain) > 0)
            {
                var free = agent.Of(domain.Domain)!.Ghost > 0 ? agent.Of(domain.Domain)!.GhostUntil : agent.ExpiresAt;
                next = Math.Min(next, Math.Max(_settings.PullSpacing, free - now));
            }
        }

        return next;
    }

    private LedgerDomainGrant Describe(Booking booking, LedgerDomain domain, AgentDomainReport wanted, double expiresIn, double now)
    {
        var estimator = domain.Estimator;
        var elsewhere = -booking.InUse;
        foreach (var agent in _agents.Values)
        {
            elsewhere += agent.Of(wanted.Domain)?.InUse ?? 0;
        }

        return new LedgerDomainGrant
        {
            Domain = wanted.Domain,
            Share = booking.Granted,
            Limit = estimator.Look(now),
            Generation = estimator.Generation,
            Ceiling = estimator.Ceiling,
            BlockedFor = Math.Max(0, estimator.BlockedUntil - now),
            ExpiresIn = expiresIn,
            Elsewhere = elsewhere,
            BlockOnRefusal = estimator.BlockOnRefusal,
            Contended = SomeoneElseLacks(booking, domain.Domain) || AnotherDomainLacks(domain.Domain),
            ReportAfter = estimator.SuccessesWanted == 0 ? 0 : Math.Max(1, estimator.SuccessesWanted / Math.Max(1, Users(domain.Domain))),
        };
    }

    private int Users(Domain domain)
    {
        var count = 0;
        foreach (var agent in _agents.Values)
        {
            count += agent.Of(domain) is { InFlight: > 0 } ? 1 : 0;
        }

        return count;
    }

    private bool SomeoneElseLacks(Booking booking, Domain domain)
    {
        foreach (var agent in _agents.Values)
        {
            if (!agent.Gone && agent.Of(domain) is { Short: true } other && !ReferenceEquals(other, booking))
            {
                return true;
            }
        }

        return false;
    }

    // Domains compete for the endpoint's cap alone.
    private bool AnotherDomainLacks(Domain domain)
    {
        var total = 0L;
        var lacks = false;
        for (var i = 0; i < Domains.Count; i++)
        {
            total += _domains[i] is null ? 0 : Math.Max(Outstanding((Domain)i), Wanted((Domain)i));
            lacks |= i != (int)domain && _domains[i] is not null && SomeoneElseLacks(null!, (Domain)i);
        }

        return lacks && total > _endpointCap;
    }

    private void TellCut(LedgerDomain domain, LedgerAgent? except, double now, LedgerEffects effects)
    {
        var parts = FairParts(domain.Domain, Lendable(domain, now), now);
        for (var i = 0; i < parts.Length; i++)
        {
            var agent = _takers[i];
            if (ReferenceEquals(agent, except) || agent.Of(domain.Domain) is not { Booked: > 0 } booking)
            {
                continue;
            }

            booking.Asked = true;
            effects.Notify(agent.Id, new LedgerNotice(
                Epoch, domain.Domain, LedgerNoticeKind.Cut, parts[i], domain.Estimator.Limit, domain.Estimator.Generation,
                Math.Max(0, domain.Estimator.BlockedUntil - now)));
        }
    }

    /// <summary>
    /// After an answer: where permits are free, those who lack some are asked to come; where none is, those who hold more than they use or
    /// more than is fair are asked to give back. Once each until they report, and losing it only costs a refresh.
    /// </summary>
    private void TellOthers(LedgerAgent sender, double now, LedgerEffects effects)
    {
        foreach (var domain in _domains)
        {
            if (domain is null || !SomeoneElseLacks(null!, domain.Domain) || IsLearning(now))
            {
                continue;
            }

            var lendable = Lendable(domain, now);
            var growing = domain.Estimator.Opening(now) is { } opening ? Math.Min(lendable, opening) : lendable;
            var free = growing - Outstanding(domain.Domain);
            var parts = FairParts(domain.Domain, lendable, now);
            for (var i = 0; i < parts.Length; i++)
            {
                var agent = _takers[i];
                if (ReferenceEquals(agent, sender) || agent.Of(domain.Domain) is not { Asked: false } booking)
                {
                    continue;
                }

                if (free > 0 ? booking.Short : booking.Booked > Math.Min(booking.Wanted, parts[i]))
                {
                    booking.Asked = true;
                    var kind = free > 0 ? LedgerNoticeKind.ReportNow : LedgerNoticeKind.GiveBack;
                    effects.Notify(agent.Id, new LedgerNotice(
                        Epoch, domain.Domain, kind, booking.Granted, domain.Estimator.Limit, domain.Estimator.Generation, 0));
                }
            }
        }
    }
}
