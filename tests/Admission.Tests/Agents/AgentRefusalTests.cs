using Granary.Admission.Agents;
using Granary.Admission.Protocol;
using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

/// <summary>What an agent does by itself after refusals, before the ledger has spoken; silence that means yes; isolation.</summary>
public sealed class AgentRefusalTests
{
    private readonly AgentEffects _effects = new();

    [Fact]
    public void A_refusal_without_a_time_takes_one_slot_until_the_next_grant()
    {
        var agent = Agent(share: 4, blockOnRefusal: 0, out var leases);
        agent.Release(leases[0], ReleaseReport.RateLimited(), 1, _effects);
        Assert.Equal((3, 3), (agent.Snapshot(Domain.Chat, 1)!.Share, agent.InFlight));
        Assert.Null(agent.Snapshot(Domain.Chat, 1)!.BlockedFor);
        Assert.Equal(DenialBinding.Share, agent.TryAcquire(Ask(), 1, _effects).Denial!.Binding);
        agent.Release(leases[1], ReleaseReport.RateLimited(), 1, _effects);
        Assert.Equal(2, agent.Snapshot(Domain.Chat, 1)!.Share);
        agent.Release(leases[2], ReleaseReport.Succeeded(TimeSpan.Zero), 1, _effects);
        Assert.True(agent.TryAcquire(Ask(), 1, _effects).Granted);
        Assert.True(agent.ReportDue(1.1));
        Apply(agent, 4, 0, 1.1);
        Assert.Equal(4, agent.Snapshot(Domain.Chat, 1.1)!.Share);
    }

    [Fact]
    public void Refusals_of_an_older_generation_take_no_slot()
    {
        var agent = Agent(share: 4, blockOnRefusal: 0, out var leases);
        Apply(agent, 4, 0, 0.5, generation: 1);
        agent.Release(leases[0], ReleaseReport.RateLimited(), 1, _effects);
        Assert.Equal(4, agent.Snapshot(Domain.Chat, 1)!.Share);
    }

    [Theory]
    [InlineData(AnswerCause.Capacity, null, 0.0, null)]
    [InlineData(AnswerCause.Unclear, null, 0.0, null)]
    [InlineData(AnswerCause.Capacity, null, 1.5, 1.5)]
    [InlineData(AnswerCause.Capacity, 7.0, 0.0, 7.0)]
    [InlineData(AnswerCause.Bucket, null, 0.0, 2.0)]
    [InlineData(AnswerCause.Ramp, null, 0.0, 2.0)]
    [InlineData(AnswerCause.Bucket, 7.0, 1.5, 7.0)]
    public void How_long_a_refusal_closes_the_key(AnswerCause cause, double? asked, double blockOnRefusal, double? blocked)
    {
        var agent = Agent(share: 4, blockOnRefusal, out var leases);
        agent.Release(
            leases[0], new ReleaseReport(ReleaseOutcome.RateLimited, asked is { } s ? TimeSpan.FromSeconds(s) : null, Cause: cause), 1, _effects);
        Assert.Equal(blocked, agent.Snapshot(Domain.Chat, 1)!.BlockedFor?.TotalSeconds);
        Assert.Equal(1, agent.Snapshot(Domain.Chat, 1)!.ConsecutiveRateLimits);
    }

    [Fact]
    public void Failures_that_may_shut_the_gate_are_reported_soon_and_outages_at_once()
    {
        var agent = Agent(share: 4, blockOnRefusal: 0, out var leases);
        Apply(agent, 4, 0, 1);
        Assert.False(agent.ReportDue(3));
        agent.Release(leases[0], new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true), 1.01, _effects);
        Assert.False(agent.ReportDue(1.049));
        Assert.True(agent.ReportDue(1.051));
        agent.Release(leases[1], new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true, Cause: AnswerCause.Outage), 1.01, _effects);
        Assert.True(agent.ReportDue(1.01));
    }

    [Fact]
    public void Silence_longer_than_refusals_take_is_a_yes_if_the_provider_lives()
    {
        var agent = Agent(share: 4, blockOnRefusal: 0, out var leases);

        // Looked at when nobody had said yes yet: their silence says nothing, then or later.
        Assert.Empty(Report(agent, 2.5).Domains[0].Evidence);
        agent.Accepted(leases[0], null, 3);
        var waiting = agent.Acquire(Ask(), 3, _effects).Waiter!;
        Assert.Equal([(1L, false)], Report(agent, 4).Domains[0].Evidence.Single().Accepts.Select(static a => (a.Count, a.Presumed)));
        agent.Release(leases[1], ReleaseReport.Succeeded(TimeSpan.FromSeconds(1)), 5, _effects);
        Assert.Equal(waiting, _effects.Granted[^1].Waiter);
        agent.Acquire(Ask(), 5, _effects);
        Assert.Equal(7, agent.NextWake(5.5), 9);
        agent.Tick(6.9, _effects);
        Assert.DoesNotContain(Report(agent, 6.95).Domains[0].Evidence.SelectMany(static e => e.Accepts), static a => a.Presumed);
        agent.Tick(7, _effects);
        agent.Tick(7.5, _effects);
        var presumed = Report(agent, 7.5).Domains[0].Evidence.SelectMany(static e => e.Accepts).Single();
        Assert.Equal((1L, 4, 4, true, true), (presumed.Count, presumed.Level, presumed.InFlight, presumed.Bound, presumed.Presumed));

        // The true yes that comes later is a sample of its own.
        agent.Accepted(_effects.Granted[^1].Lease, null, 8);
        Assert.False(Report(agent, 8).Domains[0].Evidence.Single().Accepts.Single().Presumed);
    }

    [Fact]
    public void Isolated_agents_admit_nothing_unless_told_how_many()
    {
        foreach (var (floor, admitted) in new[] { (0, 0), (2, 2) })
        {
            var agent = Agent(share: 4, blockOnRefusal: 0, out var leases, new AgentSettings { IsolationFloor = floor });
            foreach (var lease in leases)
            {
                agent.Release(lease, ReleaseReport.Succeeded(TimeSpan.Zero), 1, _effects);
            }

            // Expired, but no report has failed: the ledger may be asked.
            Assert.Equal(0, agent.Snapshot(Domain.Chat, 30)!.Share);
            agent.BuildReport(30);
            agent.ExchangeFailed(0.5, 31);
            Assert.Equal(admitted, agent.Snapshot(Domain.Chat, 31)!.Share);
            var given = 0;
            while (agent.TryAcquire(Ask(), 31, _effects).Granted)
            {
                given++;
            }

            Assert.Equal(admitted, given);
            var report = agent.BuildReport(32);
            Assert.Equal(given, report.Domains[0].Held);
        }
    }

    private AgentReport Report(CapacityAgent agent, double now)
    {
        var report = agent.BuildReport(now);
        Answer(agent, report, 4, 0, now, 0);
        return report;
    }

    [Theory]
    [InlineData(AnswerCause.ServerFailure)]
    [InlineData(AnswerCause.Capacity)]
    public void What_the_ledger_must_hear_soon_is_reported_in_direct_mode_and_not_only_waiters_forwarded(AnswerCause cause)
    {
        var agent = new CapacityAgent(Endpoint, "a", 1, new AgentSettings());
        agent.Register(Domain.Chat, "alias", 20, 0, _effects);
        for (var i = 0; i < 4; i++)
        {
            agent.Acquire(Ask(), 0, _effects);
        }

        Direct(0, 1, 2);
        var leases = _effects.Granted.Select(static g => g.Lease).ToList();
        Assert.Equal(2, leases.Count);
        Assert.True(agent.ForwardsOnly(1));

        // The first refusal of a generation is urgent; the report that tells of it is answered, and the second one comes.
        agent.Release(leases[0], Failed(), 1, _effects);
        Assert.False(agent.ForwardsOnly(1));
        Direct(1.1);
        Assert.True(agent.ForwardsOnly(1.1));
        agent.Release(leases[1], Failed(), 1.1, _effects);
        Assert.False(agent.ForwardsOnly(1.1));

        ReleaseReport Failed() => cause == AnswerCause.Capacity
            ? ReleaseReport.RateLimited() with { Cause = cause }
            : new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true, Latency: TimeSpan.FromSeconds(1));

        void Direct(double now, params long[] numbers)
        {
            var report = agent.BuildReport(now);
            Assert.True(agent.Apply(
                new LedgerGrant(
                    1, report.Sequence, 5, GrantReason.Served,
                    [
                        new LedgerDomainGrant
                        {
                            Domain = Domain.Chat, Share = 0, Limit = 4, Generation = 0, ExpiresIn = 15, Mode = LendingMode.Direct,
                            Leases = [.. numbers.Select(static n => new DirectLease(new DirectLeaseId(1, n), Band.Bulk, "t"))],
                        },
                    ]),
                0.5, now, _effects));
        }
    }

    private CapacityAgent Agent(int share, double blockOnRefusal, out List<RequestLease> leases, AgentSettings? settings = null)
    {
        var agent = new CapacityAgent(Endpoint, "a", 1, settings ?? new AgentSettings());
        agent.Register(Domain.Chat, "alias", 20, 0, _effects);
        for (var i = 0; i < share; i++)
        {
            agent.Acquire(Ask(), 0, _effects);
        }

        Apply(agent, share, blockOnRefusal, 0);
        leases = [.. _effects.Granted.Select(static g => g.Lease)];
        Assert.Equal(share, leases.Count);
        _effects.Clear();
        return agent;
    }

    private void Apply(CapacityAgent agent, int share, double blockOnRefusal, double now, long generation = 0)
    {
        Answer(agent, agent.BuildReport(now), share, blockOnRefusal, now, generation);
    }

    private void Answer(CapacityAgent agent, AgentReport report, int share, double blockOnRefusal, double now, long generation)
    {
        Assert.True(agent.Apply(
            new LedgerGrant(
                1, report.Sequence, 5, GrantReason.Served,
                [
                    new LedgerDomainGrant
                    {
                        Domain = Domain.Chat, Share = share, Limit = share, Generation = generation, ExpiresIn = 15, BlockOnRefusal = blockOnRefusal,
                    },
                ]),
            0.5, now, _effects));
    }
}
