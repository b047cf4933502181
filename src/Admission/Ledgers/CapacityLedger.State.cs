using System.Collections.Immutable;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>What must survive, and when it must be written.</summary>
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
    /// that would outlive what was written, a cut, a gate that shut; or it is simply time to write what has changed.
    /// </summary>
    public bool MustPersist(AgentReport report, double now) => MustPersist(report.AgentId, report.Incarnation, report.Closing, now);

    /// <inheritdoc cref="MustPersist(AgentReport, double)"/>
    public bool MustPersist(DirectRequest request, double now) => !_epochWritten || MustPersist(request.AgentId, request.Incarnation, closing: false, now);

    /// <summary>
    /// This incarnation is written, so it may answer. Before that it must not: its epoch could make agents deaf for the ledger that really
    /// owns the endpoint. If the write fails, the shell lets the exchange fail and stops.
    /// </summary>
    public bool MayAnswer => _epochWritten;

    /// <summary>What to write. Confirm with <see cref="Persisted"/>.</summary>
    public LedgerState Save(double now, bool handOver = false)
    {
        var holders = ImmutableArray.CreateBuilder<LedgerHolder>();
        foreach (var agent in _agents.Values)
        {
            var holder = Holder(agent);
            if (!agent.Gone || (handOver && holder.Booked.Values.Sum() > 0))
            {
                holders.Add(holder);
            }
        }

        // Promises of predecessors that are not heard of yet stay promises.
        holders.AddRange(_unheard.Values);
        var estimators = (_saved?.Estimators ?? ImmutableSortedDictionary<Domain, Estimators.EstimatorState>.Empty).ToBuilder();
        var gates = (_saved?.Gates ?? ImmutableSortedDictionary<Domain, Gates.GateMemory>.Empty).ToBuilder();
        var credits = ImmutableSortedDictionary.CreateBuilder<Domain, CreditMemory>();
        foreach (var domain in _domains)
        {
            if (domain is null)
            {
                continue;
            }

            estimators[domain.Domain] = domain.Estimator.Save(now);
            gates[domain.Domain] = domain.Gate.Save(now);
            if (domain.Requests.Limits || domain.Tokens.Limits)
            {
                domain.Requests.Refill(now);
                domain.Tokens.Refill(now);
                credits[domain.Domain] = new CreditMemory(domain.Requests.Level, domain.Tokens.Level);
            }
        }

        return new LedgerState
        {
            Epoch = Epoch,
            GrantsValidFor = Math.Max(_settings.GrantsValid, _unheard.Count > 0 ? _learnUntil - now : 0),
            Holders = holders.ToImmutable(),
            Estimators = estimators.ToImmutable(),
            Gates = gates.ToImmutable(),
            Credits = credits.ToImmutable(),
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

    private static LedgerHolder Holder(LedgerAgent agent)
    {
        var booked = ImmutableSortedDictionary.CreateBuilder<Domain, int>();
        var inFlight = ImmutableSortedDictionary.CreateBuilder<Domain, int>();
        for (var i = 0; i < Domains.Count; i++)
        {
            if (agent.Of((Domain)i) is { } booking)
            {
                booked[(Domain)i] = booking.Charged;
                inFlight[(Domain)i] = Math.Max(booking.InFlight, booking.Ghost);
            }
        }

        return new LedgerHolder(agent.Id, agent.Incarnation, agent.Sequence, booked.ToImmutable(), inFlight.ToImmutable())
        {
            Address = agent.Address,
            Ghost = agent.Gone,
        };
    }

    private bool MustPersist(string agentId, ulong incarnation, bool closing, double now)
    {
        if (_dirty == DirtyState.Urgent || (_dirty == DirtyState.Soon && now >= _writtenAt + WriteSpacing))
        {
            return true;
        }

        return !closing && _agents.TryGetValue(agentId, out var agent) && agent.Incarnation == incarnation && !Covers(agent, now);
    }

    /// <summary>A grant to that agent lives no longer than what is written.</summary>
    private bool Covers(LedgerAgent agent, double now) =>
        _epochWritten && !_revalidate && _durableUntil >= now + _settings.ShareLife && _durable.Contains((agent.Id, agent.Incarnation));
}
