using System.Collections.Immutable;
using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>What must survive, and what happens to agents that do not.</summary>
public sealed partial class CapacityLedger
{
    private const double WriteSpacing = 1;
    private readonly HashSet<(string, ulong)> _durable = [];
    private bool _epochWritten;
    private bool _revalidate;
    private double _durableUntil = double.NegativeInfinity;
    private double _writtenAt = double.NegativeInfinity;
    private DirtyState _dirty;

    /// <summary>
    /// A write is needed before the sender of that report is answered: this incarnation's epoch, an agent that is not on the list, a promise
    /// that would outlive what was written, a cut; or it is simply time to write what has changed.
    /// </summary>
    public bool MustPersist(AgentReport report, double now)
    {
        if (_dirty == DirtyState.Urgent || (_dirty == DirtyState.Soon && now >= _writtenAt + WriteSpacing))
        {
            return true;
        }

        return !report.Closing && _agents.TryGetValue(report.AgentId, out var agent) && agent.Incarnation == report.Incarnation && !Covers(agent, now);
    }

    /// <summary>
    /// This incarnation is written, so it may answer. Before that it must not: its epoch could make agents deaf for the ledger that really
    /// owns the endpoint. If the write fails, the shell lets the exchange fail and stops.
    /// </summary>
    public bool MayAnswer => _epochWritten;

    /// <summary>Something changed that a write has not caught.</summary>
    public bool Dirty => _dirty != DirtyState.Clean;

    /// <summary>What to write. Confirm with <see cref="Persisted"/>.</summary>
    public LedgerState Save(double now, bool handOver = false)
    {
        var holders = ImmutableArray.CreateBuilder<LedgerHolder>();
        foreach (var agent in _agents.Values)
        {
            var charged = false;
            var booked = ImmutableSortedDictionary.CreateBuilder<Domain, int>();
            var inFlight = ImmutableSortedDictionary.CreateBuilder<Domain, int>();
            for (var i = 0; i < Domains.Count; i++)
            {
                if (agent.Of((Domain)i) is { } booking)
                {
                    booked[(Domain)i] = agent.Charged((Domain)i);
                    inFlight[(Domain)i] = Math.Max(booking.InFlight, booking.Ghost);
                    charged |= booked[(Domain)i] > 0;
                }
            }

            if (!agent.Gone || (handOver && charged))
            {
                holders.Add(new LedgerHolder(agent.Id, agent.Incarnation, agent.Sequence, booked.ToImmutable(), inFlight.ToImmutable()));
            }
        }

        // Promises of predecessors that are not heard of yet stay promises.
        foreach (var (id, incarnation) in _unheard)
        {
            holders.Add(new LedgerHolder(
                id, incarnation, 0, ImmutableSortedDictionary<Domain, int>.Empty, ImmutableSortedDictionary<Domain, int>.Empty));
        }

        var estimators = _saved.ToBuilder();
        foreach (var domain in _domains)
        {
            if (domain is not null)
            {
                estimators[domain.Domain] = domain.Estimator.Save(now);
            }
        }

        return new LedgerState
        {
            Epoch = Epoch,
            GrantsValidFor = Math.Max(_settings.GrantsValid, _unheard.Count > 0 ? _learnUntil - now : 0),
            Holders = holders.ToImmutable(),
            Estimators = estimators.ToImmutable(),
            HandedOver = handOver && _unheard.Count == 0,
        };
    }

    /// <summary><paramref name="state"/>, worked out at <paramref name="savedAt"/>, is durable now.</summary>
    public void Persisted(LedgerState state, double savedAt)
    {
        _epochWritten = true;
        _revalidate = false;
        _durableUntil = savedAt + state.GrantsValidFor;
        _writtenAt = savedAt;
        _durable.Clear();
        foreach (var holder in state.Holders)
        {
            _durable.Add((holder.AgentId, holder.Incarnation));
        }

        _dirty = DirtyState.Clean;
    }

    /// <summary>A grant to that agent lives no longer than what is written.</summary>
    private bool Covers(LedgerAgent agent, double now) =>
        _epochWritten && !_revalidate && _durableUntil >= now + _settings.ShareLife && _durable.Contains((agent.Id, agent.Incarnation));

    private void TakeOver(LedgerHolder holder, double now)
    {
        var agent = new LedgerAgent(holder.AgentId, holder.Incarnation)
        {
            Sequence = holder.Sequence,
            SeenAt = now,
            ExpiresAt = now + _settings.ShareLife,
        };
        foreach (var (domain, booked) in holder.Booked)
        {
            var booking = agent.Book(domain);
            booking.Held = booked;
            booking.Granted = booked;
            booking.InFlight = holder.InFlight.GetValueOrDefault(domain);
            booking.Demand = [new TenantDemand(Band.Bulk, "", 1, booked, 0)];
            booking.Wanted = booked;
        }

        _agents.TryAdd(holder.AgentId, agent);
    }

    private void Expire(double now)
    {
        List<string>? forgotten = null;
        foreach (var (id, agent) in _agents)
        {
            if (!agent.Gone && now >= agent.ExpiresAt)
            {
                // It may be silent because it talks to a successor of ours: its permits go to nobody before a write has shown that there is none.
                _revalidate = true;
                Vanish(agent, now);
            }

            if (!agent.Gone)
            {
                continue;
            }

            for (var i = 0; i < Domains.Count; i++)
            {
                if (agent.Of((Domain)i) is { } booking && now >= booking.GhostUntil)
                {
                    booking.Ghost = 0;
                }
            }

            if (agent.Uncharged && now >= agent.SeenAt + _settings.ForgetAfter)
            {
                (forgotten ??= []).Add(id);
            }
        }

        foreach (var id in forgotten ?? [])
        {
            _agents.Remove(id);
        }
    }

    /// <summary>The agent's shares are over; what it had in flight stays charged for a while.</summary>
    private void Vanish(LedgerAgent agent, double now)
    {
        if (agent.Gone)
        {
            return;
        }

        agent.Gone = true;
        agent.LastGrant = null;
        for (var i = 0; i < Domains.Count; i++)
        {
            if (agent.Of((Domain)i) is not { } booking)
            {
                continue;
            }

            booking.Ghost = booking.InFlight;
            booking.GhostUntil = now + _settings.GhostHold;
            booking.Share = 0;
            booking.Held = 0;
            booking.Granted = 0;
            booking.InFlight = 0;
            booking.Idle = 0;
            booking.Wanted = 0;
            booking.Demand = [];
        }
    }

    private void Close(LedgerAgent agent, double now) => Vanish(agent, now);
}
