using System.Collections.Immutable;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Ledgers;

/// <summary>A ledger and hand-written reports.</summary>
internal sealed class LedgerRig
{
    private readonly Dictionary<string, (long Sequence, int Share)> _agents = [];

    public LedgerRig(int cap = 10, LedgerState? state = null, double age = 0, double now = 0, LedgerSettings? settings = null)
    {
        Cap = cap;
        Now = now;
        Ledger = new CapacityLedger(new EndpointKey("p", "m"), settings ?? Shares, state, age, now);
    }

    /// <summary>Shares at every limit, so that small numbers show how they are divided.</summary>
    public static LedgerSettings Shares { get; } = new() { DirectBelow = 0, DirectPerAgent = 0 };

    public int Cap { get; }

    public double Now { get; set; }

    public CapacityLedger Ledger { get; }

    public LedgerEffects Effects { get; private set; } = new();

    public bool StorageFails { get; set; }

    /// <summary>The share an agent believes to hold; set by answers it hears.</summary>
    public int ShareOf(string agent) => _agents.GetValueOrDefault(agent).Share;

    public void Holds(string agent, int share, long sequence = 0) => _agents[agent] = (sequence, share);

    public AgentReport Report(
        string agent, int inFlight = 0, int waiting = 0, int? share = null, ulong incarnation = 1, long epoch = 1, bool closing = false,
        OutcomeTotals totals = default, RejectedSample? refusal = null)
    {
        var (sequence, held) = _agents.GetValueOrDefault(agent);
        held = closing ? 0 : share ?? Math.Min(held, Math.Max(held, inFlight + waiting));
        _agents[agent] = (sequence + 1, held);
        return new AgentReport(agent, incarnation, sequence + 1, epoch, Cap, closing, [
            new AgentDomainReport
            {
                Domain = Domain.Chat,
                EffectiveCap = Cap,
                Share = held,
                Held = Math.Max(held, inFlight),
                InFlight = inFlight,
                Demand = inFlight + waiting == 0 ? [] : [new TenantDemand(Band.Bulk, "t-" + agent, 1, inFlight, waiting)],
                Totals = totals,
                Evidence = refusal is { } refused ? [new EvidenceBatch(sequence + 1, [], [refused], [])] : [],
            },
        ]);
    }

    /// <summary>Sends a report; <paramref name="heard"/>: the agent hears the answer.</summary>
    public LedgerGrant Exchange(AgentReport report, bool heard = true)
    {
        Effects = new LedgerEffects();
        Ledger.Hear(report, Now, Effects);
        if (Ledger.MustPersist(report, Now) && !StorageFails)
        {
            Ledger.Persisted(Ledger.Save(Now), Now);
        }

        var grant = Ledger.Grant(report, Now, Effects);
        if (heard && grant.Sequence == report.Sequence)
        {
            _agents[report.AgentId] = (report.Sequence, grant.Domains[0].Share);
        }

        return grant;
    }

    public int Get(string agent, int inFlight = 0, int waiting = 0) => Exchange(Report(agent, inFlight, waiting)).Domains[0].Share;

    public ImmutableArray<(string Agent, LedgerNoticeKind Kind)> Notices => [.. Effects.Notices.Select(static n => (n.AgentId, n.Notice.Kind))];
}
