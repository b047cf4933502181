using System.Collections.Immutable;
using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>
/// Owns an endpoint's limits and lends shares of them. Pure and single-threaded. Life of an exchange: the shell hands a report in
/// (<see cref="Hear(AgentReport, double, LedgerEffects, double)"/>), which is learned from once; if <see cref="MustPersist"/> says so, the shell
/// writes <see cref="Save"/> and confirms (<see cref="Persisted"/>); then <see cref="Grant(AgentReport, double, LedgerEffects, double)"/> works out
/// the best share for that agent now, and the shell answers and sends the notices. The sum of what agents may use never exceeds the limit, and
/// after a cut never rises until it is below it: an agent's booking is the larger of what it says it may still use and what it was last granted,
/// until it reports again or its share has expired.
/// </summary>
public sealed partial class CapacityLedger
{
    private readonly LedgerSettings _settings;
    private readonly Dictionary<string, LedgerAgent> _agents = new(StringComparer.Ordinal);
    private readonly LedgerDomain?[] _domains = new LedgerDomain?[Domains.Count];
    private readonly List<EstimatorEffect> _estimates = [];
    private readonly Dictionary<(string Id, ulong Incarnation), LedgerHolder> _unheard = [];
    private readonly double _learnUntil;
    private readonly LedgerState? _saved;
    private readonly double _savedAt;
    private readonly double _bornAt;
    private int _endpointCap = int.MaxValue;
    private bool _capsStale;

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
        _saved = state;
        _savedAt = now - age;
        _bornAt = now;
        if (state is null)
        {
            return;
        }

        if (state.HandedOver)
        {
            // A process may be in the list with its life and with what an earlier life left: the life has the name.
            foreach (var holder in state.Holders.OrderBy(static h => h.Ghost))
            {
                TakeOver(holder, now);
            }
        }
        else if (state.GrantsValidFor + settings.ClockTolerance > age)
        {
            _learnUntil = now + state.GrantsValidFor + settings.ClockTolerance - age;
            foreach (var holder in state.Holders)
            {
                _unheard[(holder.AgentId, holder.Incarnation)] = holder;
            }
        }
    }

    /// <summary>The endpoint.</summary>
    public EndpointKey Endpoint { get; }

    /// <summary>This incarnation.</summary>
    public long Epoch { get; private set; }

    /// <summary>Breaks a rule on purpose, to prove that the simulation notices; nothing else sets it.</summary>
    internal bool BooksNewestGrant { get; init; }

    /// <inheritdoc cref="BooksNewestGrant"/>
    internal bool IgnoresEpochs { get; init; }

    /// <summary>Agents that may hold shares were not heard yet: nobody grows, newcomers wait.</summary>
    public bool IsLearning(double now) => now < _learnUntil && _unheard.Count > 0;

    /// <summary>That agent is remembered: it holds something, or was heard of lately.</summary>
    public bool Knows(string agentId) => _agents.ContainsKey(agentId);

    /// <summary>Agents that are remembered.</summary>
    public int AgentCount => _agents.Count;

    /// <summary>Where agents are that may hold shares of a predecessor: by their names, for the notices of <see cref="AskUnheard"/>.</summary>
    public IEnumerable<KeyValuePair<string, string>> UnheardAddresses => _unheard.Values
        .Where(static h => h.Address is not null)
        .Select(static h => KeyValuePair.Create(h.AgentId, h.Address!));

    /// <summary>At birth: asks every agent that may hold shares to report now, so that learning lasts round trips, not refreshes.</summary>
    public void AskUnheard(LedgerEffects effects)
    {
        foreach (var holder in _unheard.Values)
        {
            foreach (var domain in holder.Booked.Keys.DefaultIfEmpty(Domain.Chat))
            {
                effects.Notify(holder.AgentId, new LedgerNotice(Epoch, domain, LedgerNoticeKind.ReportNow, 0, 0, 0, 0));
            }
        }
    }

    /// <summary>
    /// Learns from a report, once. Reports out of order or of an earlier life change nothing. <paramref name="jitter"/> in [0, 1) spreads waits
    /// of the gate.
    /// </summary>
    public void Hear(AgentReport report, double now, LedgerEffects effects, double jitter = 0.5)
    {
        Expire(now, effects);
        if (report.Epoch > Epoch && !IgnoresEpochs)
        {
            // Somebody has heard of a later ledger: either our storage was lost, or we are superseded. The next write tells which.
            Epoch = report.Epoch + 1;
            _epochWritten = false;
        }

        var agent = Find(report, now, effects);
        if (agent is null || report.Sequence <= agent.Sequence)
        {
            return;
        }

        var heardBefore = agent.Sequence;
        var cap = report.EndpointCap > 0 ? report.EndpointCap : int.MaxValue;
        _capsStale |= agent.Gone || cap != agent.EndpointCap;
        agent.EndpointCap = cap;

        // A share that has expired here has expired at its agent before: a report that says otherwise was late, and the permits may be others' by now.
        var claims = (heardBefore > 0 && !agent.Gone) || IsLearning(now);
        Arrived(agent, report.Sequence, now);
        if (report.Epoch >= Epoch)
        {
            // Only now it is deaf for the predecessor, which may still be about and let it grow.
            _unheard.Remove((report.AgentId, report.Incarnation));
        }

        foreach (var domain in report.Domains)
        {
            Book(agent, domain, claims, now);
        }

        AdjustCaps(now, effects);
        foreach (var domain in report.Domains)
        {
            ChooseEstimator(_domains[(int)domain.Domain]!, agent.Book(domain.Domain), now, effects);
            Learn(agent, domain, heardBefore, jitter, now, effects);
            ChooseMode(_domains[(int)domain.Domain]!, now);
        }

        agent.Heard = true;
        if (report.Closing)
        {
            Vanish(agent, now, effects);
        }
    }

    /// <summary>The best answer for the sender of that report now.</summary>
    /// <exception cref="InvalidOperationException">Nothing of this incarnation is durable yet.</exception>
    public LedgerGrant Grant(AgentReport report, double now, LedgerEffects effects)
    {
        MustBeWritten();
        if (!_agents.TryGetValue(report.AgentId, out var agent) || agent.Incarnation != report.Incarnation)
        {
            return Refuse(report, GrantReason.Superseded);
        }

        if (report.Sequence < agent.Sequence || agent.LastGrant?.Sequence == report.Sequence)
        {
            return agent.LastGrant ?? Refuse(report, GrantReason.Superseded);
        }

        if (!agent.Heard || (agent.Gone && !report.Closing))
        {
            // A copy of a report that a predecessor heard, or of the last one of an agent that vanished since: nothing was learned from it here.
            return Refuse(report, GrantReason.Superseded);
        }

        var covered = Covers(agent, now);
        var reason = ReasonFor(covered, now);
        var expiresIn = ExpiresIn(covered, now);
        var next = _settings.Refresh;
        var domains = ImmutableArray.CreateBuilder<LedgerDomainGrant>(report.Domains.Length);
        Answer(agent, covered, expiresIn, now);
        foreach (var wanted in report.Domains)
        {
            var domain = _domains[(int)wanted.Domain]!;
            var booking = agent.Book(wanted.Domain);
            booking.Granted = report.Closing ? 0 : Share(booking, domain, reason, now);
            booking.Held = BooksNewestGrant ? booking.Granted : booking.Held;
            booking.Asked = false;
            booking.AskedBack = false;
            domain.Recount(booking);

            // Before permits are given, for one without a credit would come straight back.
            var credits = LendCredits(domain, booking, wanted.Credits, reason, expiresIn, report.Closing, now);
            if (!report.Closing)
            {
                Probe(agent, booking, domain, reason, now, effects);
                ServeDirect(domain, now, effects, agent);
            }

            next = Math.Min(next, NextReportIn(booking, domain, reason, now));
            domains.Add(Describe(booking, domain, wanted, credits, expiresIn, now));
        }

        agent.LastGrant = new LedgerGrant(Epoch, report.Sequence, next, reason, domains.MoveToImmutable());
        TellOthers(agent, now, effects);
        return agent.LastGrant;
    }

    /// <summary>Permits lent, in use or held by ghosts, of one domain.</summary>
    internal int Outstanding(Domain domain) => _domains[(int)domain]?.Outstanding ?? _agents.Values.Sum(a => a.Charged(domain));

    internal ILimitEstimator? EstimatorOf(Domain domain) => _domains[(int)domain]?.Estimator;

    private void MustBeWritten()
    {
        if (!MayAnswer)
        {
            throw new InvalidOperationException($"The ledger of {Endpoint} has not written epoch {Epoch} and must not grant.");
        }
    }

    private GrantReason ReasonFor(bool covered, double now) =>
        !covered ? GrantReason.StorageUnavailable : IsLearning(now) ? GrantReason.Learning : GrantReason.Served;

    private double ExpiresIn(bool covered, double now) =>
        covered ? _settings.AgentShareLife : Math.Max(0, Math.Min(_settings.AgentShareLife, _durableUntil - now));

    private void Arrived(LedgerAgent agent, long sequence, double now)
    {
        agent.Sequence = sequence;
        agent.SeenAt = now;
        agent.Gone = false;
        agent.Answered = false;
        agent.ExpiresAt = Math.Max(agent.ExpiresAt, now + _settings.ShareLife);
        LookAgainAt(agent.ExpiresAt);
    }

    private void Answer(LedgerAgent agent, bool covered, double expiresIn, double now)
    {
        agent.ExpiresAt = now + (covered ? _settings.ShareLife : expiresIn);
        agent.Answered = true;
        LookAgainAt(agent.ExpiresAt);
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
