using Granary.Admission.Agents;
using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

/// <summary>Tenants that pay by tokens, requests that ask again, tenants that are forgotten, the retry budget.</summary>
public sealed class AgentPolicyTests
{
    [Fact]
    public void A_tenant_that_pays_by_tokens_gets_fewer_turns_for_larger_calls()
    {
        var rig = new AgentRig(cap: 1);
        rig.Agent.SetPolicy("big", new TenantPolicy(1, ByTokens: true));
        rig.Take(Ask(tenant: "other"));
        for (var i = 0; i < 40; i++)
        {
            rig.Acquire(Ask(tenant: "big") with { EstimatedTokens = 3_000 });
            rig.Acquire(Ask(tenant: "small"));
        }

        Assert.Equal("bsssbsssbsssbsss", Order(rig, 16));
    }

    [Fact]
    public void What_a_call_really_took_is_corrected_when_it_is_over()
    {
        var rig = new AgentRig(cap: 1);
        rig.Agent.SetPolicy("big", new TenantPolicy(2, ByTokens: true));
        rig.Take(Ask(tenant: "other"));
        for (var i = 0; i < 10; i++)
        {
            rig.Acquire(Ask(tenant: "big") with { EstimatedTokens = 2_000 });
            rig.Acquire(Ask(tenant: "small"));
        }

        // Charged 2,000 / 1,000 / weight 2 = one turn; it took 10,000: four turns more.
        rig.Give(rig.Granted[^1]);
        Assert.Equal("big", rig.Granted[^1].Tenant);
        rig.Give(rig.Granted[^1], new ReleaseReport(ReleaseOutcome.Success, InputTokens: 9_000, OutputTokens: 1_000));
        Assert.Equal("sssssb", "s" + Order(rig, 5));
    }

    [Fact]
    public void A_request_that_asks_again_stands_where_it_stood()
    {
        var rig = new AgentRig(cap: 1);
        var lease = rig.Take(Ask(tenant: "x"));
        var first = rig.Agent.Acquire(Ask(), rig.Now, rig.Effects);
        rig.Give(lease);
        lease = rig.Granted[^1];
        rig.At(1);
        var second = rig.Acquire(Ask()).Waiter;
        rig.At(2);
        var again = rig.Acquire(Ask() with { Arrival = first.Arrival }).Waiter!;
        Assert.Equal(first.Arrival, again.Arrival);
        rig.Give(lease);
        Assert.Same(again, rig.Served[^1].Waiter);
        rig.Give(rig.Granted[^1]);
        Assert.Same(second, rig.Served[^1].Waiter);
    }

    [Fact]
    public void Its_queue_timeout_counts_from_its_first_arrival()
    {
        var rig = new AgentRig(cap: 1);
        rig.Take();
        rig.At(5);
        var arrival = rig.Agent.TryAcquire(Ask(Band.Interactive), rig.Now, rig.Effects).Arrival;
        Assert.Equal(5, arrival.At);
        rig.At(15);
        var waiter = rig.Acquire(Ask(Band.Interactive) with { Arrival = arrival }).Waiter!;
        Assert.Equal((35.0, false), (waiter.Deadline, waiter.CallerDeadline));
        Assert.Equal(45, rig.Acquire(Ask(Band.Interactive)).Waiter!.Deadline);
        Assert.Equal((15 + 600.0, double.PositiveInfinity), (rig.Acquire(Ask(Band.Standard)).Waiter!.Deadline, rig.Acquire(Ask()).Waiter!.Deadline));
        var own = rig.Acquire(Ask(Band.Standard, maxWait: 9, deadline: 9)).Waiter!;
        Assert.Equal((24.0, true), (own.Deadline, own.CallerDeadline));
        var bound = rig.Acquire(Ask(Band.Standard, maxWait: 8, deadline: 9)).Waiter!;
        Assert.Equal((23.0, false), (bound.Deadline, bound.CallerDeadline));
    }

    [Fact]
    public void A_deadline_that_has_passed_gets_nothing_even_of_a_free_permit()
    {
        var rig = new AgentRig(cap: 4);
        rig.Give(rig.Take());
        var denial = rig.Acquire(Ask(deadline: 0)).Denial!;
        Assert.Equal((DenialReason.QueueTimeout, true), (denial.Reason, denial.CallerDeadline));
        Assert.True(rig.Acquire(Ask(deadline: 0.001)).Granted);
    }

    [Fact]
    public void Tenants_idle_for_ten_minutes_are_forgotten_and_others_are_not()
    {
        var band = new WaiterBand(Band.Bulk, new TenantPolicies());
        for (var i = 0; i < 256; i++)
        {
            Through(band, "t" + i, i < 100 ? 0 : 500);
        }

        Assert.Equal(256, band.Tenants.Count());
        var kept = Waiter("t5", 700);
        band.Add(kept, 700);
        Through(band, "new", 701);
        Assert.Equal(256 - 99 + 1, band.Tenants.Count());
        Assert.NotNull(band.Find("t5"));
        Assert.Null(band.Find("t6"));
        Assert.NotNull(band.Find("t100"));
    }

    [Fact]
    public void The_retry_budget_gains_from_first_attempts_only()
    {
        var rig = new AgentRig(cap: 4) { Now = 50 };
        for (var i = 0; i < 20; i++)
        {
            Assert.True(rig.Agent.TryRetry(50));
        }

        Assert.False(rig.Agent.TryRetry(50));
        var arrival = default(Arrival);
        for (var i = 0; i < 6; i++)
        {
            var decision = rig.Agent.Acquire(Ask(), 50, rig.Effects);
            rig.Settle();
            arrival = decision.Arrival;
            rig.Give(decision.Granted ? decision.Lease : rig.Granted[^1]);
        }

        Assert.Equal(1.2, rig.Chat.RetryBudget, 9);
        rig.Give(rig.Take(Ask() with { Arrival = arrival }));
        Assert.Equal(1.2, rig.Chat.RetryBudget, 9);
        Assert.True(rig.Agent.TryRetry(50));
        Assert.Equal(0.2, rig.Chat.RetryBudget, 9);
    }

    [Fact]
    public void Weights_are_held_within_1_and_1000()
    {
        var policies = new TenantPolicies();
        policies.Set("low", new TenantPolicy(0));
        policies.Set("high", new TenantPolicy(5_000));
        Assert.Equal((1, 1_000, 1), (policies.WeightOf("low"), policies.WeightOf("high"), policies.WeightOf("none")));
        Assert.False(policies.AnyByTokens);
        Assert.Equal((1.0, 0.001), (policies.Step("low", 500), policies.Step("high", 500)));
        policies.Set("tok", new TenantPolicy(2, true));
        Assert.True(policies.AnyByTokens);
        Assert.Equal((0.25, -1.0), (policies.Step("tok", 500), policies.Step("tok", -2_000)));
    }

    private static string Order(AgentRig rig, int count)
    {
        var order = "";
        for (var i = 0; i < count; i++)
        {
            rig.Give(rig.Granted[^1]);
            order += rig.Granted[^1].Tenant[0];
        }

        return order;
    }

    private static Waiter Waiter(string tenant, double now) => new(Ask(tenant: tenant), new Arrival(1, now), now, double.PositiveInfinity, false);

    private static void Through(WaiterBand band, string tenant, double now)
    {
        var waiter = Waiter(tenant, now);
        band.Add(waiter, now);
        band.Serve(waiter, now);
    }
}
