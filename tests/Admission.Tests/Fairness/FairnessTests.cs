namespace Granary.Admission.Tests.Fairness;

/// <summary>Tenants over a whole cluster, with the real ledger.</summary>
public sealed class FairnessTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ten_backlogged_tenants_of_weights_1_to_10_at_three_agents_get_their_shares_within_5_percent_over_10_s(bool apart)
    {
        var cluster = new Cluster(agents: 3, limit: 110, service: 0.1);
        for (var tenant = 1; tenant <= 10; tenant++)
        {
            for (var i = 0; i < 400; i++)
            {
                // Apart: every tenant lives at one agent only, so that only the ledger can make it fair.
                cluster.Ask(apart ? tenant % 3 : i % 3, "t" + tenant, tenant, again: true);
            }
        }

        cluster.Run(30);
        var counted = cluster.Admitted.Where(static a => a.At is >= 20 and < 30).ToList();
        Assert.InRange(counted.Count, 10_900, 11_000);
        for (var tenant = 1; tenant <= 10; tenant++)
        {
            var part = counted.Count(a => a.Tenant == "t" + tenant) / (double)counted.Count;
            Assert.InRange(part / (tenant / 55.0), 0.95, 1.05);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_request_beside_ten_thousand_of_another_tenant_waits_no_longer_than_the_calls_in_flight(int agent)
    {
        const double Service = 2;
        var cluster = new Cluster(agents: 2, limit: 16, Service);
        for (var i = 0; i < 5_000; i++)
        {
            cluster.Ask(0, "many");
            cluster.Ask(1, "many");
        }

        cluster.Run(20.5);
        cluster.Ask(agent, "one");
        cluster.Run(25);
        var served = cluster.Admitted.Single(static a => a.Tenant == "one").At - 20.5;
        Assert.InRange(served, 0, Service);
        Assert.True(cluster.Agents[0].Waiters + cluster.Agents[1].Waiters > 9_000);
    }
}
