using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

public sealed class AgentLeaseTests
{
    [Fact]
    public void Every_release_result_of_the_table()
    {
        var rig = new AgentRig();
        var lease = rig.Take();
        Assert.Equal(ReleaseResult.WrongGeneration, rig.Give(lease with { Incarnation = 2 }));
        Assert.Equal(ReleaseResult.StaleLease, rig.Give(lease with { Limit = 99 }));
        Assert.Equal(1, rig.Chat.InFlight);
        Assert.Equal(ReleaseResult.Released, rig.Give(lease with { ExpiresAt = 12345 }));
        Assert.Equal(ReleaseResult.Duplicate, rig.Give(lease));
        Assert.Equal(ReleaseResult.UnknownLease, rig.Give(lease with { Number = 77 }));
        Assert.Equal(0, rig.Chat.InFlight);
        Assert.Equal(new LeakDiagnostics(1, 1, 1, 1, 0), rig.Chat.Leaks);
    }

    [Fact]
    public void A_duplicate_older_than_8192_releases_is_unknown()
    {
        var rig = new AgentRig();
        var first = rig.Take();
        rig.Give(first);
        for (var i = 0; i < RecentIds.Capacity - 1; i++)
        {
            rig.Give(rig.Take());
        }

        Assert.Equal(ReleaseResult.Duplicate, rig.Give(first));
        rig.Give(rig.Take());
        Assert.Equal(ReleaseResult.UnknownLease, rig.Give(first));
    }

    [Fact]
    public void Lease_expires_after_its_life_unless_renewed_and_teaches_nothing()
    {
        var rig = new AgentRig(cap: 1);
        var lease = rig.Take();
        var waiter = rig.Acquire().Waiter;
        rig.At(59);
        Assert.True(rig.Agent.Renew(lease, null, rig.Now));
        rig.At(118);
        Assert.Equal(1, rig.Chat.InFlight);
        rig.At(119);
        Assert.NotNull(rig.LeaseOf(waiter));
        Assert.Equal(1, rig.Chat.Leaks.Expired);
        Assert.False(rig.Agent.Renew(lease, null, rig.Now));
        Assert.Equal(ReleaseResult.StaleLease, rig.Give(lease));
        Assert.Equal(1, rig.Chat.InFlight);
    }

    [Fact]
    public void Late_refusal_of_an_expired_lease_still_blocks()
    {
        var rig = new AgentRig();
        var lease = rig.Take();
        rig.At(61);
        Assert.Equal(0, rig.Chat.InFlight);
        Assert.Equal(ReleaseResult.StaleLease, rig.Give(lease, ReleaseReport.RateLimited(TimeSpan.FromSeconds(9))));
        Assert.Equal(TimeSpan.FromSeconds(9), rig.Chat.BlockedFor);
        Assert.Equal(ReleaseResult.Duplicate, rig.Give(lease));
    }

    [Fact]
    public void Refusals_of_one_cascade_cut_once_through_agent_and_ledger()
    {
        var rig = new AgentRig(cap: 8, aimd: new AimdSettings { DecreaseFactor = 0.5 });
        var leases = Enumerable.Range(0, 8).Select(_ => rig.Take()).ToList();
        leases.ForEach(l => rig.Give(l, ReleaseReport.RateLimited()));
        Assert.Equal((4, 8, 1L), (rig.Limit, rig.Chat.Ceiling, rig.Chat.Generation));
        rig.At(2);
        var fresh = rig.Take();
        Assert.Equal(4, fresh.Limit);
        rig.Give(fresh, ReleaseReport.RateLimited());
        Assert.Equal((2, 8, 2L), (rig.Limit, rig.Chat.Ceiling, rig.Chat.Generation));
        Assert.Equal(9, rig.Ledger.EstimatorOf(Domain.Chat)!.ConsecutiveRateLimits);
    }

    [Fact]
    public void Permits_come_back_step_by_step_after_a_block()
    {
        var rig = new AgentRig(cap: 22, aimd: new AimdSettings { DecreaseFactor = 0.5 });
        var leases = Enumerable.Range(0, 22).Select(_ => rig.Take()).ToList();
        leases.ForEach(l => rig.Give(l, ReleaseReport.RateLimited()));
        for (var i = 0; i < 30; i++)
        {
            rig.Acquire();
        }

        var steps = new List<int>();
        foreach (var t in new[] { 1.99, 2.0, 2.1, 2.55, 2.9, 3.0 })
        {
            rig.At(t);
            steps.Add(rig.Chat.InFlight);
        }

        Assert.Equal([0, 1, 2, 6, 10, 11], steps);
    }

    [Fact]
    public void Lowered_cap_binds_at_once_and_the_limit_has_to_climb_again()
    {
        var rig = new AgentRig(cap: 8);
        var leases = Enumerable.Range(0, 8).Select(_ => rig.Take()).ToList();
        rig.Agent.Register(Domain.Chat, "second", 3, rig.Now, rig.Effects);
        rig.Settle();
        Assert.Equal((3, 3), (rig.Chat.EffectiveCap, rig.Limit));
        leases.Take(5).ToList().ForEach(l => rig.Give(l));
        Assert.Equal(DenialBinding.Cap, rig.Agent.TryAcquire(Ask(), rig.Now, rig.Effects).Denial!.Binding);
        rig.Agent.Register(Domain.Chat, "second", 20, rig.Now, rig.Effects);
        rig.Settle();
        Assert.Equal((8, 3), (rig.Chat.EffectiveCap, rig.Limit));
        Assert.Equal([("alias", 8), ("second", 20)], rig.Chat.AliasCaps.Select(static p => (p.Key, p.Value)));
    }

    [Fact]
    public void Cap_is_shared_by_all_domains_of_an_endpoint()
    {
        var rig = new AgentRig(cap: 4);
        for (var i = 0; i < 10; i++)
        {
            rig.Acquire();
            rig.Acquire(Ask(domain: Domain.Embedding));
        }

        rig.At(0.2);
        Assert.Equal(4, rig.Agent.InFlight);
        for (var i = 0; i < 16; i++)
        {
            rig.Give(rig.Granted[i]);
            rig.At(rig.Now + 0.1);
            Assert.InRange(rig.Agent.InFlight, 1, 4);
        }

        Assert.Equal(20, rig.Granted.Count);
    }

    [Fact]
    public void Clamp_lowers_one_domain_and_never_raises()
    {
        var caps = new EndpointCaps();
        caps.Register("a", 0);
        Assert.Equal(1, caps.Aggregate);
        caps.Register("a", 10);
        caps.Register("b", 6);
        caps.Clamp(Domain.Image, 2);
        caps.Clamp(Domain.Chat, 100);
        Assert.Equal((6, 6, 2), (caps.Aggregate, caps.Effective(Domain.Chat), caps.Effective(Domain.Image)));
        Assert.True(caps.Remove("b"));
        Assert.Equal((10, 10), (caps.Aggregate, caps.Effective(Domain.Chat)));
    }
}
