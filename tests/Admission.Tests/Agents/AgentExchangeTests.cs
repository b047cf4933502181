using Granary.Admission.Agents;
using Granary.Admission.Protocol;
using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

public sealed class AgentExchangeTests
{
    [Fact]
    public void Idle_agent_returns_its_share_and_then_wants_nothing_any_more()
    {
        var rig = new AgentRig();
        rig.Give(rig.Take());
        rig.At(20);
        Assert.Equal(0, rig.Chat.Share);
        Assert.Equal(double.PositiveInfinity, rig.Agent.NextWake(rig.Now));
        Assert.Equal(0, rig.Ledger.Outstanding(Domain.Chat));
        var exchanges = rig.Exchanges;
        rig.At(1000);
        Assert.Equal(exchanges, rig.Exchanges);
        rig.Take();
        Assert.Equal(exchanges + 1, rig.Exchanges);
    }

    [Fact]
    public void Steady_use_reports_every_refresh_only()
    {
        var rig = new AgentRig(cap: 4);
        for (var i = 0; i < 500; i++)
        {
            rig.Acquire();
        }

        var before = rig.Exchanges;
        for (var i = 0; i < 400; i++)
        {
            rig.At(rig.Now + 0.25);
            rig.Give(rig.Granted[i]);
        }

        Assert.InRange(rig.Exchanges - before, 18, 22);
    }

    [Fact]
    public void Nothing_is_admitted_on_an_expired_share()
    {
        var rig = new AgentRig();
        var lease = rig.Take();
        rig.Connected = false;
        rig.Now = 14.999;
        rig.Give(lease);
        lease = rig.Agent.Acquire(Ask(), rig.Now, rig.Effects).Lease;
        rig.Give(lease);
        rig.Now = 15;
        Assert.False(rig.Agent.Acquire(Ask(), rig.Now, rig.Effects).Granted);
    }

    [Fact]
    public void Pulls_are_coalesced_and_an_unanswered_report_is_the_only_one_out()
    {
        var agent = new CapacityAgent(Endpoint, "a", 1, new AgentSettings());
        var effects = new AgentEffects();
        agent.Register(Domain.Chat, "alias", 8, 0, effects);
        agent.Acquire(Ask(), 0, effects);
        Assert.True(agent.ReportDue(0));
        var report = agent.BuildReport(0);
        Assert.Equal(1, report.Domains[0].Demand.Single().Waiting);
        agent.Acquire(Ask(), 0, effects);
        Assert.False(agent.ReportDue(100));
        Assert.True(agent.Apply(Grant(report, share: 1), 0, 0.001, effects));
        Assert.Single(effects.Granted);
        Assert.Equal(0.05, agent.NextWake(0.001));
        Assert.True(agent.ReportDue(0.05));
    }

    [Fact]
    public void Answers_to_other_reports_and_of_superseded_ledgers_are_ignored()
    {
        var agent = new CapacityAgent(Endpoint, "a", 1, new AgentSettings());
        var effects = new AgentEffects();
        agent.Register(Domain.Chat, "alias", 8, 0, effects);
        agent.Acquire(Ask(), 0, effects);
        var first = agent.BuildReport(0);
        agent.ExchangeFailed(0.5, 5);
        Assert.False(agent.Apply(Grant(first, share: 4), 0, 5, effects));
        Assert.False(agent.ReportDue(5.04));
        Assert.True(agent.ReportDue(5.05));
        var second = agent.BuildReport(5.05);
        Assert.False(agent.Apply(Grant(first, share: 4), 0, 5.06, effects));
        Assert.True(agent.Apply(Grant(second, share: 1, epoch: 3), 0, 5.06, effects));
        var third = agent.BuildReport(6);
        Assert.False(agent.Apply(Grant(third, share: 4, epoch: 2), 0, 6.01, effects));
        Assert.Equal(1, agent.Snapshot(Domain.Chat, 6.01)!.Share);
    }

    [Fact]
    public void Notice_of_a_cut_shrinks_and_blocks_but_nothing_raises_a_share()
    {
        var rig = new AgentRig();
        var leases = Enumerable.Range(0, 6).Select(_ => rig.Take()).ToList();
        rig.Connected = false;
        rig.Agent.Notify(new LedgerNotice(1, Domain.Chat, LedgerNoticeKind.Cut, 3, 6, 1, 2), rig.Now, rig.Effects);
        Assert.Equal((3, 6, 1L, 6), (rig.Chat.Share, rig.Chat.Limit, rig.Chat.Generation, rig.Chat.InFlight));
        Assert.Equal(TimeSpan.FromSeconds(2), rig.Chat.BlockedFor);
        Assert.True(rig.Agent.ReportDue(rig.Now));
        rig.Agent.Notify(new LedgerNotice(1, Domain.Chat, LedgerNoticeKind.Cut, 9, 9, 1, 0), rig.Now, rig.Effects);
        Assert.Equal(3, rig.Chat.Share);
        rig.Agent.Notify(new LedgerNotice(1, Domain.Chat, LedgerNoticeKind.Cut, 1, 1, 0, 0), rig.Now, rig.Effects);
        Assert.Equal(3, rig.Chat.Share);
        var report = rig.Agent.BuildReport(rig.Now);
        Assert.Equal(6, report.Domains[0].Held);
        Assert.Equal(6, leases.Count);
    }

    [Fact]
    public void Demand_from_outside_brings_the_share_before_anybody_asks()
    {
        var rig = new AgentRig(cap: 8);
        Assert.Equal(new RunnableCapacity(1, 0, null, GateState.Open), rig.Agent.Runnable(Domain.Chat, rig.Now));
        rig.Agent.Demand(Domain.Chat, 100, rig.Now, rig.Effects);
        Assert.True(rig.Agent.ReportDue(rig.Now));
        rig.Settle();
        Assert.Equal(new RunnableCapacity(8, 8, null, GateState.Open), rig.Agent.Runnable(Domain.Chat, rig.Now));
        rig.Agent.Demand(Domain.Chat, 0, rig.Now, rig.Effects);
        rig.At(20);
        Assert.Equal(0, rig.Chat.Share);
    }

    [Fact]
    public void Drained_agent_closes_when_its_last_call_is_back()
    {
        var rig = new AgentRig();
        var lease = rig.Take();
        rig.Agent.Drain(rig.Now, rig.Effects);
        rig.Settle();
        Assert.Equal(1, rig.Ledger.Outstanding(Domain.Chat));
        rig.Give(lease);
        Assert.Equal(0, rig.Ledger.Outstanding(Domain.Chat));
        Assert.Equal(double.PositiveInfinity, rig.Agent.NextWake(rig.Now));
    }

    private static LedgerGrant Grant(AgentReport report, int share, long epoch = 1) => new(
        epoch, report.Sequence, 5, GrantReason.Served,
        [new LedgerDomainGrant { Domain = Domain.Chat, Share = share, Limit = 8, Generation = 0, ExpiresIn = 15 }]);
}
