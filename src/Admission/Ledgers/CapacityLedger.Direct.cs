using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>
/// Direct mode: where the limit is small for the number of agents, shares would strand permits. Agents forward their waiters, the ledger serves
/// them by the same fairness and gives every permit as a lease of its own, in the answer or by notice. A lease counts against the limit until
/// its agent says that it is over, or falls silent.
/// </summary>
public sealed partial class CapacityLedger
{
    private long _leases;

    /// <summary>Hears forwarded waiters. Only of an agent whose reports are known; any other is told to report.</summary>
    public void Hear(DirectRequest request, double now, LedgerEffects effects)
    {
        Expire(now, effects);
        if (Sender(request) is not { } agent || request.Sequence <= agent.Sequence)
        {
            return;
        }

        Arrived(agent, request.Sequence, now);
        foreach (var asked in request.Domains)
        {
            if (_domains[(int)asked.Domain] is { } domain && agent.Of(asked.Domain) is { } booking)
            {
                booking.InFlight = asked.Demand.Sum(static d => d.InFlight);
                Reconcile(booking, asked.Direct);
                Enter(domain, booking, asked.Demand, 0, now);
            }
        }
    }

    /// <summary>The answer to forwarded waiters.</summary>
    /// <exception cref="InvalidOperationException">Nothing of this incarnation is durable yet.</exception>
    public DirectReply Grant(DirectRequest request, double now, LedgerEffects effects)
    {
        MustBeWritten();
        if (Sender(request) is not { } agent || request.Sequence < agent.Sequence)
        {
            return new DirectReply(Epoch, request.Sequence, GrantReason.Superseded, 0, 0, [.. request.Domains.Select(d => Describe(d.Domain, LendingMode.Shares, [], now))]);
        }

        if (agent.LastReply?.Sequence == request.Sequence)
        {
            return agent.LastReply;
        }

        var covered = Covers(agent, now);
        var reason = ReasonFor(covered, now);
        var expiresIn = ExpiresIn(covered, now);
        var next = _settings.Refresh;
        var domains = ImmutableArray.CreateBuilder<DirectDomainReply>(request.Domains.Length);
        Answer(agent, covered, expiresIn, now);
        foreach (var asked in request.Domains)
        {
            if (_domains[(int)asked.Domain] is not { } domain || agent.Of(asked.Domain) is not { } booking)
            {
                domains.Add(Describe(asked.Domain, LendingMode.Shares, [], now));
                continue;
            }

            ServeDirect(domain, now, effects, agent);
            next = Math.Min(next, NextReportIn(booking, domain, reason, now));
            domains.Add(Describe(asked.Domain, domain.Gate.IsOpen ? domain.Mode : LendingMode.Shares, Unconfirmed(booking), now));
        }

        agent.LastReply = new DirectReply(Epoch, request.Sequence, reason, expiresIn, next, domains.MoveToImmutable());
        TellOthers(agent, now, effects);
        return agent.LastReply;
    }

    /// <summary>Direct leases are over: whoever is next gets the permits, by notice. Any number of times, in any order.</summary>
    public void Hear(DirectRelease release, double now, LedgerEffects effects)
    {
        Expire(now, effects);
        if (!_agents.TryGetValue(release.AgentId, out var agent) || agent.Incarnation != release.Incarnation
            || _domains[(int)release.Domain] is not { } domain || agent.Of(release.Domain) is not { } booking)
        {
            return;
        }

        foreach (var id in release.Settled)
        {
            Settle(booking, id);
        }

        domain.Recount(booking);
        if (MayAnswer)
        {
            ServeDirect(domain, now, effects, null);
            TellOthers(null, now, effects);
        }
    }

    /// <summary>That lease counts against the limit.</summary>
    internal bool Lends(string agentId, Domain domain, DirectLeaseId id) =>
        _agents.TryGetValue(agentId, out var agent) && agent.Of(domain)?.Direct.Exists(h => h.Lease.Id == id) == true;

    private LedgerAgent? Sender(DirectRequest request) =>
        request.Epoch <= Epoch && _agents.TryGetValue(request.AgentId, out var agent) && agent.Incarnation == request.Incarnation
        && agent is { Heard: true, Gone: false }
            ? agent
            : null;

    private DirectDomainReply Describe(Domain domain, LendingMode mode, ImmutableArray<DirectLease> leases, double now)
    {
        var estimator = _domains[(int)domain]?.Estimator;
        return new DirectDomainReply(
            domain, mode, leases, estimator?.Look(now) ?? 0, estimator?.Generation ?? 0, Math.Max(0, (estimator?.BlockedUntil ?? 0) - now));
    }

    private static ImmutableArray<DirectLease> Unconfirmed(Booking booking) =>
        booking.Direct.Count == 0 ? [] : [.. booking.Direct.Where(static h => !h.Confirmed).Select(static h => h.Lease)];

    private static void Settle(Booking booking, DirectLeaseId id)
    {
        booking.Direct.RemoveAll(h => h.Lease.Id == id);
        booking.Settled.Add(id);
    }

    /// <summary>
    /// What an agent says of its leases. One that it once confirmed and no longer lists is over. One that it never listed may still be on its way,
    /// and stays. One that is unknown here was given by a predecessor, or before the agent fell silent: it is in use.
    /// </summary>
    private static void Reconcile(Booking booking, DirectClaim claim)
    {
        foreach (var id in claim.Settled)
        {
            Settle(booking, id);
        }

        var held = claim.Held.Length == 0 ? [] : claim.Held.ToHashSet();
        booking.Direct.RemoveAll(h => h.Confirmed && !held.Contains(h.Lease.Id));
        foreach (var id in claim.Held)
        {
            if (booking.Direct.Find(h => h.Lease.Id == id) is { } known)
            {
                known.Confirmed = true;
            }
            else if (!booking.Settled.Contains(id))
            {
                booking.Direct.Add(new DirectHolding(new DirectLease(id, Band.Bulk, "")) { Confirmed = true });
            }
        }

        booking.Settled.IntersectWith(held);
    }

    private void ChooseMode(LedgerDomain domain, double now)
    {
        if (IsLearning(now))
        {
            return;
        }

        var threshold = Math.Max(_settings.DirectBelow, _settings.DirectPerAgent * domain.Wanting);
        var limit = domain.Estimator.Look(now);

        // A lone agent strands nothing: whatever it is lent it can use.
        var mode = domain.Wanting < 2 ? LendingMode.Shares
            : limit < threshold ? LendingMode.Direct
            : limit >= _settings.DirectHysteresis * threshold ? LendingMode.Shares
            : domain.Mode;
        if (mode == domain.Mode)
        {
            return;
        }

        domain.Mode = mode;
        foreach (var booking in Takers(domain))
        {
            Queue(domain, booking, now);
        }
    }

    /// <summary>The queue knows who waits, in direct mode; whoever has a lease on its way waits no more.</summary>
    private static void Queue(LedgerDomain domain, Booking booking, double now)
    {
        if (domain.Mode != LendingMode.Direct || booking.Agent.Gone)
        {
            domain.Queue.Set(booking.Agent, [], now);
            return;
        }

        var demand = booking.Demand;
        foreach (var holding in booking.Direct)
        {
            if (holding.Confirmed)
            {
                continue;
            }

            for (var i = 0; i < demand.Length; i++)
            {
                if (demand[i].Band == holding.Lease.Band && demand[i].Waiting > 0 && string.Equals(demand[i].Tenant, holding.Lease.Tenant, StringComparison.Ordinal))
                {
                    demand = demand.SetItem(i, demand[i] with { Waiting = demand[i].Waiting - 1 });
                    break;
                }
            }
        }

        domain.Queue.Set(booking.Agent, demand, now);
    }

    /// <summary>Gives permits to whoever is next while there are some; to the agent that is being answered in the answer, to others by notice.</summary>
    private void ServeDirect(LedgerDomain domain, double now, LedgerEffects effects, LedgerAgent? answered)
    {
        if (domain.Mode != LendingMode.Direct || domain.Queue.Waiting == 0 || IsLearning(now) || _revalidate || !domain.Gate.IsOpen)
        {
            return;
        }

        var room = DirectRoom(domain, now);
        List<(Booking Booking, List<DirectLease> Leases)>? told = null;
        while (room > 0 && domain.Queue.TryServe(now, MayServe, out var agent, out var band, out var tenant))
        {
            var booking = agent.Book(domain.Domain);
            var lease = new DirectLease(new DirectLeaseId(Epoch, ++_leases), band, tenant);
            booking.Direct.Add(new DirectHolding(lease));
            domain.Recount(booking);
            room--;
            if (ReferenceEquals(agent, answered))
            {
                continue;
            }

            told ??= [];
            var at = told.FindIndex(t => ReferenceEquals(t.Booking, booking));
            if (at < 0)
            {
                told.Add((booking, [lease]));
            }
            else
            {
                told[at].Leases.Add(lease);
            }
        }

        foreach (var (booking, leases) in told ?? [])
        {
            effects.Notify(booking.Agent.Id, Notice(domain, LedgerNoticeKind.Leases, 0) with { Sequence = booking.Agent.Sequence, Leases = [.. leases] });
        }

        bool MayServe(LedgerAgent agent) =>
            agent is { Gone: false, Answered: true } && _epochWritten && _durableUntil >= agent.ExpiresAt && _durable.Contains((agent.Id, agent.Incarnation));
    }

    private long DirectRoom(LedgerDomain domain, double now)
    {
        var room = Math.Min(Lendable(domain, now) - (long)domain.Outstanding, _endpointCap - Everywhere());
        return domain.Estimator.Opening(now) is { } opening ? Math.Min(room, opening - domain.Outstanding) : room;
    }
}
