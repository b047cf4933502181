using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Ledgers;

/// <summary>An alias may choose another estimator while its endpoint is in use.</summary>
public sealed class EstimatorChoiceTests
{
    private static readonly RejectedSample Refused = new(AnswerCause.Capacity, Generation: 0, Level: 40, InFlight: 39, Limit: 40, RetryAfter: 0);

    [Theory]
    [InlineData("seek")]
    [InlineData("gradient2")]
    [InlineData("vegas")]
    public void Another_estimator_takes_over_limit_ceiling_and_generation_at_once(string name)
    {
        var rig = new LedgerRig(cap: 40);
        Choose(rig, "a", "aimd", waiting: 40);
        Choose(rig, "a", "aimd", inFlight: 39, refusal: Refused);
        var before = rig.Ledger.View(Domain.Chat, rig.Now)!;
        Assert.Equal(("aimd", 30, 40), (before.Estimator, before.Limit, before.Ceiling));
        var grant = Choose(rig, "a", name, inFlight: 30);
        var after = rig.Ledger.View(Domain.Chat, rig.Now)!;
        Assert.Equal((name, 30, 40), (after.Estimator, after.Limit, after.Ceiling));
        Assert.True(after.Generation > before.Generation);
        Assert.Equal((after.Generation, after.Limit), (grant.Domains[0].Generation, grant.Domains[0].Limit));
        Assert.Contains(rig.Effects.Estimates, static e => e.Effect.Cause == LimitCause.Estimator);
        Assert.Equal(before.BlockedFor, after.BlockedFor);
    }

    [Fact]
    public void What_takes_over_is_what_a_successor_goes_on_with()
    {
        var rig = new LedgerRig();
        Choose(rig, "a", "aimd", waiting: 10);
        Choose(rig, "a", "seek", waiting: 10);
        Assert.Equal("seek", rig.Ledger.Save(rig.Now).Estimators[Domain.Chat].Name);
    }

    [Fact]
    public void A_process_with_an_old_document_changes_nothing_back_and_the_last_one_to_follow_changes_nothing_again()
    {
        var rig = new LedgerRig();
        Choose(rig, "a", "aimd", waiting: 5);
        Choose(rig, "b", "aimd", waiting: 5);
        Choose(rig, "a", "seek", waiting: 5);
        var generation = rig.Ledger.View(Domain.Chat, rig.Now)!.Generation;
        Choose(rig, "b", "aimd", waiting: 5);
        Choose(rig, "c", "aimd", waiting: 5);
        Choose(rig, "b", "seek", waiting: 5);
        var view = rig.Ledger.View(Domain.Chat, rig.Now)!;
        Assert.Equal(("seek", generation), (view.Estimator, view.Generation));
    }

    [Fact]
    public void Newcomers_are_followed_once_nobody_chooses_otherwise()
    {
        var rig = new LedgerRig();
        Choose(rig, "a", "aimd", waiting: 5);
        Choose(rig, "b", "seek", waiting: 5);
        Assert.Equal("aimd", rig.Ledger.View(Domain.Chat, rig.Now)!.Estimator);
        Choose(rig, "a", "aimd", closing: true);
        Choose(rig, "b", "seek", waiting: 5);
        Assert.Equal("seek", rig.Ledger.View(Domain.Chat, rig.Now)!.Estimator);
    }

    [Fact]
    public void An_estimator_that_this_ledger_does_not_know_is_the_settings_own()
    {
        var rig = new LedgerRig();
        Choose(rig, "a", "of a later version", waiting: 5);
        Assert.Equal("aimd", rig.Ledger.View(Domain.Chat, rig.Now)!.Estimator);
    }

    [Fact]
    public void An_agent_reports_another_choice_without_waiting_for_its_refresh()
    {
        var agent = new CapacityAgent(new EndpointKey("p", "m"), "a", 1, new AgentSettings());
        var effects = new AgentEffects();
        agent.Register(Domain.Chat, "alias", 10, 0, effects, "aimd");
        agent.Acquire(new AdmissionRequest(new ResourceKey("p", "m", Domain.Chat), "t", null, Band.Bulk, null), 0, effects);
        var sent = agent.BuildReport(0);
        var rig = new LedgerRig();
        Assert.True(agent.Apply(rig.Exchange(sent), 0.5, 0, effects));
        Assert.False(agent.ReportDue(1));
        agent.Register(Domain.Chat, "alias", 10, 1, effects, "seek");
        Assert.True(agent.ReportDue(1));
        Assert.Equal("seek", agent.BuildReport(1).Domains[0].Estimator);
    }

    private static LedgerGrant Choose(
        LedgerRig rig, string agent, string estimator, int inFlight = 0, int waiting = 0, bool closing = false, RejectedSample? refusal = null)
    {
        var report = rig.Report(agent, inFlight, waiting, closing: closing, refusal: refusal);
        return rig.Exchange(report with { Domains = [report.Domains[0] with { Estimator = estimator }] });
    }
}
