using System.Collections.Immutable;
using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>
/// Owns an endpoint's limits and lends shares of them. Pure and single-threaded. Life of an exchange: the shell hands a report in
/// (<see cref="Hear"/>), which is learned from once; if <see cref="MustPersist"/> says so, the shell writes <see cref="Save"/> and confirms
/// (<see cref="Persisted"/>); then <see cref="Grant"/> works out the best share for that agent now, and the shell answers and sends the
/// notices. The sum of what agents may use never exceeds the limit, and after a cut never rises until it is below it: an agent's booking is
/// the larger of what it says it may still use and what it was last granted, until it reports again or its share has expired.
/// </summary>
public sealed partial class CapacityLedger
{
    private readonly LedgerSettings _settings;
    private readonly Dictionary<string, LedgerAgent> _agents = new(StringComparer.Ordinal);
    private readonly LedgerDomain?[] _domains = new LedgerDomain?[Domains.Count];
    private readonly List<EstimatorEffect> _estimates = [];
    private readonly HashSet<(string, ulong)> _unheard = [];
    private readonly double _learnUntil;
    private readonly ImmutableSortedDictionary<Domain, EstimatorState> _saved;
    private readonly double _savedAt;
    private int _endpointCap = int.MaxValue;

    /// <summary>
    /// The next incarnation after <paramref name="state"/> (null: the first), written <paramref name="age"/> seconds ago. It grants nothing
    /// before a write of its epoch is confirmed.
    /// </summary>
    public CapacityLedger(EndpointKey endpoint, LedgerSettings settings, LedgerState? state, double age, double now)
    {
        Endpoint = endpoint;
        _settings = settings;
        Epoch = (state?.Epoch ?? 0) + 1;
        age = Math.Max(0, age);
        _saved = state?.Estimators ?? ImmutableSortedDictionary<Domain, EstimatorState>.Empty;
        _savedAt = now - age;
        if (state is null)
        {
            return;
        }

        if (state.HandedOver)
        {
            foreach (var holder in state.Holders)
            {
                TakeOver(holder, now);
            }
        }
        else if (state.GrantsValidFor + settings.ClockTolerance > age)
        {
            _learnUntil = now + state.GrantsValidFor + settings.ClockTolerance - age;
            _unheard = [.. state.Holders.Select(static h => (h.AgentId, h.Incarnation))];
        }
    }

    /// <summary>The endpoint.</summary>
    public EndpointKey Endpoint { get; }

    /// <summary>This incarnation.</summary>
    public long Epoch { get; private set; }

    /// <summary>Agents that may hold shares were not heard yet: nobody grows, newcomers wait.</summary>
    public bool IsLearning(double now) => now < _learnUntil && _unheard.Count > 0;

    /// <summary>That agent is remembered: it holds something, or was heard of lately.</summary>
    public bool Knows(string agentId) => _agents.ContainsKey(agentId);

    /// <summary>Agents that are remembered.</summary>
    public int AgentCount => _agents.Count;

    /// <summary>Learns from a report, once. Reports out of order or of an earlier life change nothing.</summary>
    public void Hear(AgentReport report, double now, LedgerEffects effects)
    {
        Expire(now);
        if (report.Epoch > Epoch)
        {
            // Somebody has heard of a later ledger: either our storage was lost, or we are superseded. The next write tells which.
            Epoch = report.Epoch + 1;
            _epochWritten = false;
        }

        var agent = Find(report, now);
        if (agent is null || report.Sequence <= agent.Sequence)
        {
            return;
        }

        var heardBefore = agent.Sequence;
        agent.Sequence = report.Sequence;
        agent.SeenAt = now;
        agent.Gone = false;
        agent.ExpiresAt = Math.Max(agent.ExpiresAt, now + _settings.ShareLife);
        agent.EndpointCap = report.EndpointCap > 0 ? report.EndpointCap : int.MaxValue;
        if (report.Epoch >= Epoch)
        {
            // Only now it is deaf for the predecessor, which may still be about and let it grow.
            _unheard.Remove((report.AgentId, report.Incarnation));
        }

        foreach (var domain in report.Domains)
        {
            Book(agent, domain, now);
        }

        AdjustCaps(now, effects);
        foreach (var domain in report.Domains)
        {
            Learn(agent, domain, heardBefore, now, effects);
        }

        agent.Heard = true;
        if (report.Closing)
        {
            Close(agent, now);
        }
    }

    /// <summary>The best answer for the sender of that report now.</summary>
    /// <exception cref="InvalidOperationException">Nothing of this incarnation is durable yet.</exception>
    public LedgerGrant Grant(AgentReport report, double now, LedgerEffects effects)
    {
        if (!MayAnswer)
        {
            throw new InvalidOperationException($"The ledger of {Endpoint} has not written epoch {Epoch} and must not grant.");
        }

        if (!_agents.TryGetValue(report.AgentId, out var agent) || agent.Incarnation != report.Incarnation)
        {
            return Refuse(report, GrantReason.Superseded);
        }

        if (report.Sequence < agent.Sequence || agent.LastGrant?.Sequence == report.Sequence)
        {
            return agent.LastGrant ?? Refuse(report, GrantReason.Superseded);
        }

        var covered = Covers(agent, now);
        var reason = !covered ? GrantReason.StorageUnavailable : IsLearning(now) ? GrantReason.Learning : GrantReason.Served;
        var expiresIn = covered ? _settings.AgentShareLife : Math.Max(0, Math.Min(_settings.AgentShareLife, _durableUntil - now));
        var next = _settings.Refresh;
        var domains = ImmutableArray.CreateBuilder<LedgerDomainGrant>(report.Domains.Length);
        foreach (var wanted in report.Domains)
        {
            var domain = _domains[(int)wanted.Domain]!;
            var booking = agent.Book(wanted.Domain);
            booking.Granted = report.Closing ? 0 : Share(agent, booking, domain, reason, now);
            booking.Asked = false;
            next = Math.Min(next, NextReportIn(booking, domain, reason, now));
            domains.Add(Describe(booking, domain, wanted, expiresIn, now));
        }

        agent.ExpiresAt = now + (covered ? _settings.ShareLife : expiresIn);
        agent.LastGrant = new LedgerGrant(Epoch, report.Sequence, next, reason, domains.MoveToImmutable());
        TellOthers(agent, now, effects);
        return agent.LastGrant;
    }

    /// <summary>One domain across all agents; null if it was never used.</summary>
    public LedgerDomainView? View(Domain domain, double now)
    {
        Expire(now);
        if ((uint)domain >= Domains.Count || (_domains[(int)domain] ?? Restored(domain, now)) is not { } state)
        {
            return null;
        }

        var waiting = new int[Domains.Bands];
        foreach (var agent in _agents.Values)
        {
            foreach (var demand in agent.Of(domain)?.Demand ?? [])
            {
                waiting[(int)demand.Band] += demand.Waiting;
            }
        }

        return new LedgerDomainView
        {
            Domain = domain,
            Estimator = state.Estimator.Name,
            Limit = state.Estimator.Look(now),
            Cap = state.Estimator.Cap,
            Ceiling = state.Estimator.Ceiling,
            Generation = state.Estimator.Generation,
            BlockedFor = Math.Max(0, state.Estimator.BlockedUntil - now),
            InFlight = _agents.Values.Sum(a => a.Of(domain)?.InFlight ?? 0),
            Outstanding = Outstanding(domain),
            Waiting = [.. waiting],
            Admitted = state.Admitted,
            RateLimited = state.RateLimited,
            LastChange = state.LastChange,
            LastChangeAgo = state.LastChange is null ? 0 : now - state.LastChangeAt,
        };
    }

    /// <summary>Permits lent, in use or held by ghosts, of one domain.</summary>
    internal int Outstanding(Domain domain)
    {
        var sum = 0;
        foreach (var agent in _agents.Values)
        {
            sum += agent.Charged(domain);
        }

        return sum;
    }

    internal ILimitEstimator? EstimatorOf(Domain domain) => _domains[(int)domain]?.Estimator;

    private LedgerAgent? Find(AgentReport report, double now)
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
            Vanish(agent, now);
            _agents.Remove(agent.Id);
            if (!agent.Uncharged)
            {
                _agents.TryAdd($"{agent.Id}\u0000{agent.Incarnation}", agent);
            }
        }

        _unheard.RemoveWhere(u => string.Equals(u.Item1, report.AgentId, StringComparison.Ordinal) && u.Item2 < report.Incarnation);
        agent = new LedgerAgent(report.AgentId, report.Incarnation) { Heard = report.Epoch == 0, Sequence = 0 };
        _agents.Add(report.AgentId, agent);
        return agent;
    }

    private void Book(LedgerAgent agent, AgentDomainReport report, double now)
    {
        if (_domains[(int)report.Domain] is null)
        {
            var cap = Math.Max(1, Math.Min(report.EffectiveCap, agent.EndpointCap));
            _domains[(int)report.Domain] = Restored(report.Domain, now, cap, report.Estimator);
        }

        var booking = agent.Book(report.Domain);
        booking.Share = report.Share;
        booking.Held = report.Held;
        booking.Granted = 0;
        booking.Ghost = 0;
        booking.InFlight = report.InFlight;
        booking.Idle = report.Idle;
        booking.Demand = report.Demand;
        booking.EffectiveCap = report.EffectiveCap > 0 ? report.EffectiveCap : int.MaxValue;
        booking.Wanted = 0;
        foreach (var demand in report.Demand)
        {
            booking.Wanted += demand.InFlight + demand.Waiting;
        }
    }

    private LedgerDomain? Restored(Domain domain, double now, int cap = 0, string? estimatorName = null)
    {
        var saved = _saved.GetValueOrDefault(domain);
        if (saved is null && cap == 0)
        {
            return null;
        }

        // Without a cap somebody only looks: nobody has used the domain in this life, so nothing is kept of it.
        var estimator = LimitEstimators.Create(_settings.Estimator, estimatorName, cap == 0 ? saved!.Limit : cap, now, saved, now - _savedAt);
        return new LedgerDomain(domain, estimator);
    }

    private void Learn(LedgerAgent agent, AgentDomainReport report, long heardBefore, double now, LedgerEffects effects)
    {
        var domain = _domains[(int)report.Domain]!;
        var booking = agent.Book(report.Domain);
        var totals = report.Totals;
        var known = booking.Learned;
        if (!agent.Heard && known == default)
        {
            // Known to a predecessor: what it has counted so far was that one's to learn.
            known = totals;
        }

        domain.Admitted += totals.Admitted - known.Admitted;
        domain.RateLimited += totals.RateLimited - known.RateLimited;
        booking.Learned = totals;
        var generation = domain.Estimator.Generation;
        domain.Estimator.Look(now);
        foreach (var batch in report.Evidence)
        {
            // A report that was heard but whose answer was lost comes again, with the next one behind it.
            if (batch.Sequence > heardBefore)
            {
                domain.Estimator.Report(batch, now, _estimates);
            }
        }

        Drain(domain, now, effects);
        if (domain.Estimator.Generation != generation)
        {
            _dirty = DirtyState.Urgent;
            TellCut(domain, agent, now, effects);
        }
    }

    private void AdjustCaps(double now, LedgerEffects effects)
    {
        _endpointCap = int.MaxValue;
        Span<int> caps = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue];
        foreach (var agent in _agents.Values)
        {
            if (agent.Gone)
            {
                continue;
            }

            _endpointCap = Math.Min(_endpointCap, agent.EndpointCap);
            for (var i = 0; i < Domains.Count; i++)
            {
                caps[i] = Math.Min(caps[i], agent.Of((Domain)i)?.EffectiveCap ?? int.MaxValue);
            }
        }

        for (var i = 0; i < Domains.Count; i++)
        {
            if (_domains[i] is { } domain && Math.Min(caps[i], _endpointCap) is var cap && cap != int.MaxValue && cap != domain.Estimator.Cap)
            {
                var generation = domain.Estimator.Generation;
                domain.Estimator.SetCap(cap, now, _estimates);
                Drain(domain, now, effects);
                if (domain.Estimator.Generation != generation)
                {
                    _dirty = DirtyState.Urgent;
                    TellCut(domain, null, now, effects);
                }
            }
        }
    }

    private void Drain(LedgerDomain domain, double now, LedgerEffects effects)
    {
        foreach (var effect in _estimates)
        {
            if (domain.Note(effect, now) && _dirty == DirtyState.Clean)
            {
                _dirty = DirtyState.Soon;
            }

            effects.Estimated(domain.Domain, effect);
        }

        _estimates.Clear();
    }

    private LedgerGrant Refuse(AgentReport report, GrantReason reason)
    {
        var domains = report.Domains.Select(d => new LedgerDomainGrant
        {
            Domain = d.Domain,
            Share = 0,
            Limit = _domains[(int)d.Domain]?.Estimator.Limit ?? 0,
            Generation = _domains[(int)d.Domain]?.Estimator.Generation ?? 0,
            ExpiresIn = 0,
        });
        return new LedgerGrant(Epoch, report.Sequence, _settings.Refresh, reason, [.. domains]);
    }
}
