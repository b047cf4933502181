using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;

namespace Granary.Admission.Tests.Agents;

/// <summary>One agent and its ledger, exchanging without delay unless told to hold. Time moves only when set.</summary>
internal sealed class AgentRig
{
    public static readonly EndpointKey Endpoint = new("p", "m");

    public AgentRig(int cap = 8, AimdSettings? aimd = null, AgentSettings? settings = null, bool exchange = true)
    {
        aimd ??= new AimdSettings();
        settings ??= new AgentSettings();
        settings = settings with { PullSpacing = 0, UrgentSpacing = 0, Cooldown = aimd.Cooldown, Reopen = aimd.EffectiveReopen };
        Agent = new CapacityAgent(Endpoint, "a", 1, settings);
        Ledger = new CapacityLedger(Endpoint, new LedgerSettings { Estimator = new EstimatorSettings { Aimd = aimd } }, null, 0, 0);
        Connected = exchange;
        Agent.Register(Domain.Chat, "alias", cap, 0, Effects);
        Settle();
    }

    public CapacityAgent Agent { get; }

    public CapacityLedger Ledger { get; private set; }

    public AgentEffects Effects { get; } = new();

    public bool Connected { get; set; }

    public double Now { get; set; }

    public int Exchanges { get; private set; }

    public List<RequestLease> Granted { get; } = [];

    public List<(Waiter Waiter, RequestLease Lease)> Served { get; } = [];

    public List<(Waiter Waiter, AdmissionDenial Denial)> Refused { get; } = [];

    public AgentSnapshot Chat => Agent.Snapshot(Domain.Chat, Now)!;

    public int Limit => Ledger.View(Domain.Chat, Now)!.Limit;

    public static AdmissionRequest Ask(
        Band band = Band.Bulk, string tenant = "t", string? flow = null, Domain domain = Domain.Chat, double? maxWait = null, double? deadline = null) =>
        new(new ResourceKey(Endpoint.Provider, Endpoint.Model, domain), tenant, flow, band, Span(maxWait), Span(deadline));

    /// <summary>Moves time, stopping at each instant the agent wants to be woken.</summary>
    public void At(double now)
    {
        for (var i = 0; i < 100_000 && Agent.NextWake(Now) is var wake && wake <= now; i++)
        {
            Now = Math.Max(Now, wake);
            Agent.Tick(Now, Effects);
            Settle();
        }

        Now = now;
        Agent.Tick(Now, Effects);
        Settle();
    }

    public AcquireDecision Acquire(AdmissionRequest? request = null)
    {
        var decision = Agent.Acquire(request ?? Ask(), Now, Effects);
        Settle();
        return decision;
    }

    /// <summary>Acquires and expects a lease, at once or after one exchange.</summary>
    public RequestLease Take(AdmissionRequest? request = null)
    {
        var decision = Acquire(request);
        return decision.Granted ? decision.Lease : Served.Single(s => ReferenceEquals(s.Waiter, decision.Waiter)).Lease;
    }

    public ReleaseResult Give(RequestLease lease, ReleaseReport? report = null)
    {
        var result = Agent.Release(lease, report ?? ReleaseReport.Succeeded(TimeSpan.FromSeconds(1)), Now, Effects);
        Settle();
        return result;
    }

    public RequestLease? LeaseOf(Waiter? waiter) =>
        Served.Where(s => ReferenceEquals(s.Waiter, waiter)).Select(static s => (RequestLease?)s.Lease).SingleOrDefault();

    public AdmissionDenial? DenialOf(Waiter? waiter) =>
        Refused.Where(s => ReferenceEquals(s.Waiter, waiter)).Select(static s => s.Denial).SingleOrDefault();

    public void Settle()
    {
        Collect();
        for (var i = 0; Connected && Agent.ReportDue(Now); i++)
        {
            Assert.True(i < 20, "the agent asks in a circle");
            var report = Agent.BuildReport(Now);
            var effects = new LedgerEffects();
            Ledger.Hear(report, Now, effects);
            if (Ledger.MustPersist(report, Now))
            {
                Ledger.Persisted(Ledger.Save(Now), Now);
            }

            Assert.True(Agent.Apply(Ledger.Grant(report, Now, effects), 0.5, Now, Effects));
            Exchanges++;
            Collect();
        }
    }

    private static TimeSpan? Span(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    private void Collect()
    {
        foreach (var granted in Effects.Granted)
        {
            Granted.Add(granted.Lease);
            Served.Add((granted.Waiter, granted.Lease));
        }

        foreach (var denied in Effects.Denied)
        {
            Refused.Add((denied.Waiter, denied.Denial));
        }

        Effects.Clear();
    }
}
