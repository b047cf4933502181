using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

public sealed class AgentQueueTests
{
    [Fact]
    public void First_acquire_is_granted_after_one_exchange_and_the_next_needs_none()
    {
        var rig = new AgentRig();
        Assert.Equal(0, rig.Exchanges);
        var lease = rig.Take();
        Assert.Equal(1, rig.Exchanges);
        rig.Give(lease);
        rig.Give(rig.Take());
        Assert.Equal(1, rig.Exchanges);
    }

    [Fact]
    public void One_process_with_limit_8_uses_8_and_hands_permits_on_without_an_exchange_each()
    {
        var rig = new AgentRig(aimd: new AimdSettings { SuccessesPerStep = 25 });
        var waiters = Enumerable.Range(0, 300).Select(_ => rig.Acquire().Waiter).ToList();
        Assert.Equal(8, rig.Chat.InFlight);
        var before = rig.Exchanges;
        for (var i = 0; i < 292; i++)
        {
            rig.Give(rig.Granted[i]);
            Assert.Equal(8, rig.Chat.InFlight);
        }

        Assert.Equal(300, rig.Granted.Count);
        Assert.Equal(before, rig.Exchanges);
        Assert.All(waiters.OfType<Waiter>(), w => Assert.NotNull(rig.LeaseOf(w)));
    }

    [Fact]
    public void Limit_climbs_while_work_waits_with_one_exchange_per_step()
    {
        var rig = new AgentRig(cap: 20, aimd: new AimdSettings { InitialLimit = 4, SuccessesPerStep = 5 });
        for (var i = 0; i < 200; i++)
        {
            rig.Acquire();
        }

        var before = rig.Exchanges;
        for (var i = 0; i < 50; i++)
        {
            rig.Give(rig.Granted[i]);
            Assert.True(rig.Chat.InFlight <= rig.Limit);
        }

        Assert.Equal(14, rig.Limit);
        Assert.Equal(14, rig.Chat.InFlight);
        Assert.Equal(10, rig.Exchanges - before);
    }

    [Fact]
    public void Bulk_gets_the_first_permit_freed_from_4_s_on()
    {
        var rig = new AgentRig(cap: 1);
        var held = rig.Take(Ask(Band.Interactive));
        var bulk = rig.Acquire(Ask(Band.Bulk)).Waiter;
        for (var t = 0.5; t < 4; t += 0.5)
        {
            rig.Acquire(Ask(Band.Interactive));
            rig.At(t);
            rig.Give(held);
            Assert.Null(rig.LeaseOf(bulk));
            held = rig.Granted[^1];
        }

        rig.Acquire(Ask(Band.Interactive));
        rig.At(4);
        rig.Give(held);
        Assert.NotNull(rig.LeaseOf(bulk));
    }

    [Fact]
    public void A_tenant_that_arrives_behind_a_thousand_waiters_is_next_or_next_but_one()
    {
        var rig = new AgentRig(cap: 1);
        var held = rig.Take(Ask(tenant: "A"));
        for (var i = 0; i < 1000; i++)
        {
            rig.Acquire(Ask(tenant: "A"));
        }

        for (var i = 0; i < 10; i++)
        {
            rig.Give(held);
            held = rig.Granted[^1];
        }

        var b = rig.Acquire(Ask(tenant: "B")).Waiter;
        rig.Give(held);
        rig.Give(rig.Granted[^1]);
        Assert.NotNull(rig.LeaseOf(b));
    }

    [Fact]
    public void Weights_1_2_4_are_served_in_that_proportion()
    {
        var rig = new AgentRig(cap: 1);
        rig.Agent.SetPolicy("x", new TenantPolicy(1));
        rig.Agent.SetPolicy("y", new TenantPolicy(2));
        rig.Agent.SetPolicy("z", new TenantPolicy(4));
        rig.Take();
        foreach (var tenant in new[] { "x", "y", "z" })
        {
            for (var i = 0; i < 200; i++)
            {
                rig.Acquire(Ask(tenant: tenant));
            }
        }

        for (var i = 0; i < 140; i++)
        {
            rig.Give(rig.Granted[^1]);
        }

        var served = rig.Granted.Skip(1).GroupBy(static l => l.Tenant).ToDictionary(static g => g.Key, static g => g.Count());
        Assert.InRange(served["x"], 19, 21);
        Assert.InRange(served["y"], 39, 41);
        Assert.InRange(served["z"], 79, 81);
    }

    [Fact]
    public void Flows_take_turns_and_the_earliest_deadline_goes_first()
    {
        var rig = new AgentRig(cap: 1);
        rig.Take();
        var late = rig.Acquire(Ask(flow: "f", deadline: 20)).Waiter;
        var early = rig.Acquire(Ask(flow: "f", deadline: 10)).Waiter;
        var other = rig.Acquire(Ask(flow: "g", deadline: 25)).Waiter;
        Waiter?[] expected = [early, other, late];
        foreach (var waiter in expected)
        {
            rig.Give(rig.Granted[^1]);
            Assert.Same(waiter, rig.Served[^1].Waiter);
        }
    }

    [Fact]
    public void A_health_check_goes_before_everybody()
    {
        var rig = new AgentRig(cap: 1);
        rig.Take();
        rig.Acquire(Ask(Band.Interactive));
        var check = rig.Acquire(Ask(domain: Domain.Healthcheck)).Waiter;
        rig.Give(rig.Granted[^1]);
        rig.At(0.1);
        Assert.NotNull(rig.LeaseOf(check));
    }

    [Fact]
    public void Blocked_domain_blocks_no_other_of_the_same_flow()
    {
        var rig = new AgentRig(cap: 4);
        rig.Give(rig.Take(), ReleaseReport.RateLimited(TimeSpan.FromSeconds(10)));
        rig.Acquire();
        var embedding = rig.Acquire(Ask(domain: Domain.Embedding)).Waiter;
        Assert.Equal(1, rig.Agent.Waiters);
        Assert.NotNull(rig.LeaseOf(embedding));
    }

    [Fact]
    public void Try_acquire_tells_a_shortage_that_all_share_from_waiters_ahead()
    {
        var rig = new AgentRig(cap: 1);
        var held = rig.Take();
        rig.Acquire(Ask(domain: Domain.Embedding));
        var denial = rig.Agent.TryAcquire(Ask(domain: Domain.Image), rig.Now, rig.Effects).Denial!;
        Assert.Equal(DenialReason.NoCapacity, denial.Reason);
        rig.Give(held);
    }

    [Fact]
    public void Try_acquire_that_found_no_share_brings_one_for_the_next()
    {
        var rig = new AgentRig();
        Assert.Equal(DenialBinding.Share, rig.Agent.TryAcquire(Ask(), rig.Now, rig.Effects).Denial!.Binding);
        rig.Settle();
        Assert.True(rig.Agent.TryAcquire(Ask(), rig.Now, rig.Effects).Granted);
    }

    [Fact]
    public void Too_many_waiters_are_refused_by_endpoint_and_by_tenant()
    {
        var rig = new AgentRig(cap: 1, settings: new AgentSettings { MaxWaiters = 3, MaxWaitersPerTenant = 2 });
        rig.Take();
        Assert.NotNull(rig.Acquire(Ask(tenant: "a")).Waiter);
        Assert.NotNull(rig.Acquire(Ask(Band.Standard, tenant: "a")).Waiter);
        Assert.Equal(DenialReason.QueueFull, rig.Acquire(Ask(tenant: "a")).Denial!.Reason);
        Assert.NotNull(rig.Acquire(Ask(tenant: "b")).Waiter);
        Assert.Equal(DenialReason.QueueFull, rig.Acquire(Ask(tenant: "b")).Denial!.Reason);
    }

    [Fact]
    public void Waiter_whose_deadline_has_come_gets_no_lease_even_if_a_permit_frees_at_that_instant()
    {
        var rig = new AgentRig(cap: 1) { Now = 100 };
        var held = rig.Take();
        var waiter = rig.Acquire(Ask(maxWait: 0.01)).Waiter;
        rig.Now = 100.01;
        rig.Give(held);
        Assert.Equal(DenialReason.QueueTimeout, rig.DenialOf(waiter)!.Reason);
        Assert.Equal((0, 0, 0), (rig.Chat.InFlight, rig.Agent.Waiters, (int)(rig.Chat.Acquired - rig.Chat.Released)));
    }

    [Fact]
    public void Nobody_waits_for_a_permit_that_a_block_keeps_until_after_its_deadline()
    {
        var rig = new AgentRig();
        var first = rig.Take();
        var second = rig.Take();
        rig.Connected = false;
        var waiters = Enumerable.Range(0, 6).Select(_ => rig.Acquire(Ask(maxWait: 5))).ToList();
        rig.Connected = true;
        rig.Give(first, ReleaseReport.RateLimited(TimeSpan.FromSeconds(30)));
        Assert.All(waiters, w => Assert.Equal((DenialReason.QueueTimeout, DenialReason.Cooldown), Reasons(rig, w)));
        var refused = rig.Acquire(Ask(maxWait: 29)).Denial!;
        Assert.Equal((DenialReason.QueueTimeout, TimeSpan.FromSeconds(30)), (refused.Reason, refused.RetryAfter));
        Assert.NotNull(rig.Acquire(Ask(maxWait: 31)).Waiter);
        rig.Give(second);
    }

    [Fact]
    public void Wait_of_zero_takes_a_free_permit_and_is_decided_now_otherwise()
    {
        var rig = new AgentRig(cap: 1);
        rig.Give(rig.Take());
        var decision = rig.Acquire(Ask(maxWait: 0));
        Assert.True(decision.Granted);
        var denial = rig.Acquire(Ask(maxWait: 0)).Denial!;
        Assert.Equal((DenialReason.QueueTimeout, DenialReason.NoCapacity, DenialBinding.Cap), (denial.Reason, denial.BlockedBy, denial.Binding));
        Assert.Equal(0, rig.Agent.Waiters);
    }

    [Fact]
    public void Wait_of_zero_includes_the_one_answer_that_decides()
    {
        var rig = new AgentRig(cap: 2);
        Assert.NotNull(rig.LeaseOf(rig.Acquire(Ask(maxWait: 0)).Waiter));
        rig.Connected = false;
        var waiter = rig.Acquire(Ask(maxWait: 0)).Waiter;
        rig.At(0.09);
        Assert.Null(rig.DenialOf(waiter));
        rig.At(0.1);
        Assert.Equal(DenialReason.QueueTimeout, rig.DenialOf(waiter)!.Reason);
    }

    [Fact]
    public void Unknown_endpoint_and_draining_agent_refuse_at_once_and_their_waiters_too()
    {
        var rig = new AgentRig(cap: 1);
        rig.Take();
        var waiter = rig.Acquire().Waiter;
        rig.Agent.Unregister("alias", rig.Now, rig.Effects);
        rig.Settle();
        Assert.Equal(DenialReason.HardPolicyDenial, rig.DenialOf(waiter)!.Reason);
        Assert.Equal(DenialReason.HardPolicyDenial, rig.Acquire().Denial!.Reason);
        rig.Agent.Register(Domain.Chat, "alias", 1, rig.Now, rig.Effects);
        var next = rig.Acquire().Waiter;
        rig.Agent.Drain(rig.Now, rig.Effects);
        rig.Settle();
        Assert.Equal(DenialReason.Shutdown, rig.DenialOf(next)!.Reason);
        Assert.Equal(DenialReason.Shutdown, rig.Acquire().Denial!.Reason);
    }

    private static (DenialReason Reason, DenialReason BlockedBy) Reasons(AgentRig rig, AcquireDecision decision)
    {
        var denial = decision.Denial ?? rig.DenialOf(decision.Waiter)!;
        return (denial.Reason, denial.BlockedBy);
    }
}
