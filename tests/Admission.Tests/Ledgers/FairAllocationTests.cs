using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Ledgers;

public sealed class FairAllocationTests
{
    [Theory]
    [InlineData(120, new double[] { 1000, 50, 10 }, new double[] { 1, 1, 1 }, new double[] { 60, 50, 10 })]
    [InlineData(500, new double[] { 345, 281, 327, 5 }, new double[] { 1, 1, 1, 1 }, new double[] { 165, 165, 165, 5 })]
    [InlineData(1000, new double[] { 2000, 500, 700 }, new double[] { 10, 10, 30 }, new double[] { 200, 200, 600 })]
    public void Weighted_max_min(double capacity, double[] wants, double[] weights, double[] shares) =>
        Assert.Equal(shares, MaxMinShare.Divide(capacity, wants, weights), static (a, b) => Math.Abs(a - b) < 1e-9);

    [Fact]
    public void Everybody_gets_what_is_wanted_and_kept_while_it_fits() =>
        Assert.Equal([7, 3], FairAllocation.Divide(10, [Bulk("a", 5) with { Idle = 2 }, Bulk("b", 3)], 0));

    [Fact]
    public void Idle_permits_go_to_whoever_wants_them() =>
        Assert.Equal([2, 8], FairAllocation.Divide(10, [Bulk("a", 1) with { Idle = 9 }, Bulk("b", 8)], 0));

    [Fact]
    public void Tenants_are_equal_wherever_their_demand_is()
    {
        // Tenant a wants at two agents, b at one: half each.
        Assert.Equal([25, 25, 50], FairAllocation.Divide(100, [Bulk("a", 500), Bulk("a", 500), Bulk("b", 100)], 0));
    }

    [Fact]
    public void Interactive_goes_first_and_lower_bands_keep_their_floors() =>
        Assert.Equal([85, 10, 5], FairAllocation.Divide(100, [Of(Band.Interactive, 500), Of(Band.Standard, 500), Of(Band.Bulk, 500)], 1));

    [Fact]
    public void What_a_higher_band_leaves_flows_on() =>
        Assert.Equal([20, 80], FairAllocation.Divide(100, [Of(Band.Interactive, 20), Of(Band.Bulk, 500)], 1));

    [Fact]
    public void A_limit_of_one_visits_the_lower_band_in_one_round_of_twenty()
    {
        AgentDemand[] agents = [Of(Band.Interactive, 5), Of(Band.Bulk, 5)];
        var bulk = Enumerable.Range(0, 40).Sum(round => FairAllocation.Divide(1, agents, round)[1]);
        Assert.Equal(2, bulk);
    }

    [Fact]
    public void Small_limits_rotate_over_agents_and_never_exceed_the_limit()
    {
        AgentDemand[] agents = [.. Enumerable.Range(0, 5).Select(_ => Bulk("a", 10))];
        var got = new int[5];
        for (var round = 0; round < 5; round++)
        {
            var parts = FairAllocation.Divide(3, agents, round);
            Assert.Equal(3, parts.Sum());
            got = [.. got.Zip(parts, static (a, b) => a + b)];
        }

        Assert.Equal([3, 3, 3, 3, 3], got);
    }

    [Fact]
    public void Random_demands_are_never_over_limit_nor_over_demand_and_waste_nothing()
    {
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var limit = random.Next(0, 60);
            var agents = Enumerable.Range(0, random.Next(1, 9)).Select(_ => Arbitrary(random)).ToList();
            var parts = FairAllocation.Divide(limit, agents, i);
            var wants = agents.Select(static a => a.Demand.Sum(static d => d.InFlight + d.Waiting) + a.Idle).ToList();
            Assert.Equal(Math.Min(limit, wants.Sum()), parts.Sum());
            Assert.All(parts.Zip(wants), static p => Assert.InRange(p.First, 0, p.Second));
        }
    }

    [Fact]
    public void A_share_is_not_split_for_one_tenant_and_tasks_outside_of_the_queue()
    {
        Assert.Empty(Split(8, ("a", 20), ("", 200)));
        Assert.Empty(Split(8, ("a", 20)));
        Assert.Empty(Split(8, ("", 200)));
    }

    [Fact]
    public void Tasks_outside_of_the_queue_hold_nothing_back_from_tenants_in_it()
    {
        Assert.Equal([new TenantShare("a", 4), new TenantShare("b", 4)], Split(8, ("a", 20), ("b", 20)));
        Assert.Equal([new TenantShare("", 3), new TenantShare("a", 4), new TenantShare("b", 4)], Split(8, ("a", 20), ("b", 20), ("", 200)));
    }

    private static IEnumerable<TenantShare> Split(int share, params (string Tenant, int Waiting)[] demand)
    {
        var division = new FairDivision();
        var taker = new DivisionTaker();
        division.Set(taker, [.. demand.Select(static d => new TenantDemand(Band.Bulk, d.Tenant, 1, 0, d.Waiting))], 0);
        return division.Split(taker, share, share, 0);
    }

    private static AgentDemand Arbitrary(Random random) => new(
        [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => new TenantDemand(
            (Band)random.Next(3), "t" + random.Next(4), random.Next(1, 5), random.Next(0, 5), random.Next(0, 20)))],
        random.Next(0, 5));

    private static AgentDemand Bulk(string tenant, int wants) => new([new TenantDemand(Band.Bulk, tenant, 1, 0, wants)], 0);

    private static AgentDemand Of(Band band, int wants) => new([new TenantDemand(band, "t", 1, 0, wants)], 0);
}
