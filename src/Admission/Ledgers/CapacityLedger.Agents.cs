using System.Collections.Immutable;
using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>Which agents there are, what they say they hold, and what becomes of those that fall silent.</summary>
public sealed partial class CapacityLedger
{
    private double _lookAgainAt = double.PositiveInfinity;

    /// <summary>Where notices reach an agent, in the shell's own form; it is durable, so that a successor can ask the agent.</summary>
    public void Locate(string agentId, string address)
    {
        if (_agents.TryGetValue(agentId, out var agent) && !string.Equals(agent.Address, address, StringComparison.Ordinal))
        {
            agent.Address = address;
            _durable.Remove((agent.Id, agent.Incarnation));
        }
    }

    private LedgerAgent? Find(AgentReport report, double now, LedgerEffects effects)
    {
        if (_agents.TryGetValue(report.AgentId, out var agent))
        {
            if (report.Incarnation == agent.Incarnation)
            {
                return agent;
            }

            // A lower incarnation never comes back, unless nothing is left of the higher one: then that process's clock was set back.
            if (report.Incarnation < agent.Incarnation && !(agent.Gone && agent.Uncharged))
            {
                return null;
            }

            // That process began a new life, so the old one is over: its share is free, its calls may still burden the provider.
            Vanish(agent, now, effects);
            _agents.Remove(agent.Id);
            if (!agent.Uncharged)
            {
                _agents.TryAdd($"{agent.Id}\u0000{agent.Incarnation}", agent);
            }
        }

        foreach (var earlier in _unheard.Keys.Where(u => string.Equals(u.Id, report.AgentId, StringComparison.Ordinal) && u.Incarnation < report.Incarnation).ToList())
        {
            _unheard.Remove(earlier);
        }

        agent = new LedgerAgent(report.AgentId, report.Incarnation) { Heard = report.Epoch == 0, Sequence = 0 };
        _agents.Add(report.AgentId, agent);
        _capsStale = true;
        return agent;
    }

    private void Book(LedgerAgent agent, AgentDomainReport report, double now)
    {
        if (_domains[(int)report.Domain] is not { } domain)
        {
            var cap = Math.Max(1, Math.Min(report.EffectiveCap, agent.EndpointCap));
            _domains[(int)report.Domain] = domain = Restored(report.Domain, now, cap, report.Estimator)!;
            AdoptWaiters(domain);
        }

        var booking = agent.Book(report.Domain);
        var effectiveCap = report.EffectiveCap > 0 ? report.EffectiveCap : int.MaxValue;
        _capsStale |= effectiveCap != booking.EffectiveCap;
        booking.EffectiveCap = effectiveCap;
        booking.Share = report.Share;
        booking.Held = report.Held;
        booking.Granted = 0;
        booking.Ghost = 0;
        booking.InFlight = report.InFlight;
        Reconcile(booking, report.Direct);
        ClaimCredits(domain, booking, report, now);
        Enter(domain, booking, report.Demand, report.Idle, now);
    }

    /// <summary>An agent's demand is known anew: the division, the queue of direct mode and the sums follow.</summary>
    private static void Enter(LedgerDomain domain, Booking booking, ImmutableArray<TenantDemand> demand, int idle, double now)
    {
        booking.Demand = demand;
        booking.Wanted = 0;
        foreach (var one in demand)
        {
            booking.Wanted += one.InFlight + one.Waiting;
        }

        domain.Division.Set(booking.Taker, demand, idle);
        Queue(domain, booking, now);
        domain.Recount(booking);
    }

    // A domain may be made after others: agents that hold some of it by a hand-over are in its sums from the start.
    private void AdoptWaiters(LedgerDomain domain)
    {
        foreach (var agent in _agents.Values)
        {
            if (agent.Of(domain.Domain) is { } booking)
            {
                if (!agent.Gone)
                {
                    domain.Division.Set(booking.Taker, booking.Demand, 0);
                }

                domain.Recount(booking);
            }
        }
    }

    private LedgerDomain? Restored(Domain domain, double now, int cap = 0, string? estimatorName = null)
    {
        var saved = _saved?.Estimators.GetValueOrDefault(domain);
        if (saved is null && cap == 0)
        {
            return null;
        }

        // Without a cap somebody only looks: nobody has used the domain in this life, so nothing is kept of it.
        var age = now - _savedAt;
        var estimator = LimitEstimators.Create(_settings.Estimator, estimatorName, cap == 0 ? saved!.Limit : cap, now, saved, age);
        var gate = new Gate(_settings.Gate, Epoch, _saved?.Gates.GetValueOrDefault(domain), age, now);
        return new LedgerDomain(domain, estimator, gate, _settings.AgingBound);
    }

    private void TakeOver(LedgerHolder holder, double now)
    {
        var agent = new LedgerAgent(holder.AgentId, holder.Incarnation)
        {
            Address = holder.Address,
            Sequence = holder.Sequence,
            SeenAt = now,
            ExpiresAt = now + _settings.ShareLife,
            Gone = holder.Ghost,
        };
        foreach (var (domain, booked) in holder.Booked)
        {
            var booking = agent.Book(domain);
            if (holder.Ghost)
            {
                booking.Ghost = booked;
                booking.GhostUntil = now + _settings.GhostHold;
                LookAgainAt(booking.GhostUntil);
                continue;
            }

            booking.Held = booked;
            booking.Granted = booked;
            booking.InFlight = holder.InFlight.GetValueOrDefault(domain);
            booking.Demand = [new TenantDemand(Band.Bulk, "", 1, booked, 0)];
            booking.Wanted = booked;
        }

        LookAgainAt(agent.ExpiresAt);
        _agents.TryAdd(holder.AgentId, agent);
    }

    private void LookAgainAt(double at) => _lookAgainAt = Math.Min(_lookAgainAt, at);

    private void Expire(double now, LedgerEffects? effects)
    {
        if (now < _lookAgainAt)
        {
            return;
        }

        _lookAgainAt = double.PositiveInfinity;
        List<string>? forgotten = null;
        foreach (var (id, agent) in _agents)
        {
            if (!agent.Gone && now >= agent.ExpiresAt)
            {
                // It may be silent because it talks to a successor of ours: its permits go to nobody before a write has shown that there is none.
                _revalidate = true;
                Vanish(agent, now, effects);
            }

            if (!agent.Gone)
            {
                LookAgainAt(agent.ExpiresAt);
                continue;
            }

            ExpireGhosts(agent, now);
            if (!agent.Uncharged)
            {
                continue;
            }

            if (now >= agent.SeenAt + _settings.ForgetAfter)
            {
                (forgotten ??= []).Add(id);
            }
            else
            {
                LookAgainAt(agent.SeenAt + _settings.ForgetAfter);
            }
        }

        foreach (var id in forgotten ?? [])
        {
            _agents.Remove(id);
        }
    }

    private void ExpireGhosts(LedgerAgent agent, double now)
    {
        for (var i = 0; i < Domains.Count; i++)
        {
            if (agent.Of((Domain)i) is not { Ghost: > 0 } booking)
            {
                continue;
            }

            if (now >= booking.GhostUntil)
            {
                booking.Ghost = 0;
                _domains[i]?.Recount(booking);
            }
            else
            {
                LookAgainAt(booking.GhostUntil);
            }
        }
    }

    /// <summary>The agent's shares are over; what it had in flight stays charged for a while.</summary>
    private void Vanish(LedgerAgent agent, double now, LedgerEffects? effects)
    {
        if (agent.Gone)
        {
            return;
        }

        agent.Gone = true;
        agent.Answered = false;
        agent.LastGrant = null;
        agent.LastReply = null;
        _capsStale = true;
        for (var i = 0; i < Domains.Count; i++)
        {
            if (agent.Of((Domain)i) is not { } booking)
            {
                continue;
            }

            booking.Vanish(now + _settings.GhostHold);
            if (booking.Ghost > 0)
            {
                LookAgainAt(booking.GhostUntil);
            }

            if (_domains[i] is { } domain)
            {
                domain.RatesStale = true;
                domain.Requests.Lose(booking.Requests);
                domain.Tokens.Lose(booking.Tokens);
                domain.Division.Remove(booking.Taker);
                Queue(domain, booking, now);
                domain.Recount(booking);
                if (ReferenceEquals(domain.Prober, agent))
                {
                    // Its call may still be out: the next probe waits as long as its ghost.
                    EndProbe(domain, GateCause.ProbeLost, 0, now, effects, booking.Ghost > 0 ? _settings.GhostHold : 0);
                }
            }
        }

        LookAgainAt(agent.SeenAt + _settings.ForgetAfter);
    }
}
