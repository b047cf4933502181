namespace Granary.Simulation.Yardsticks;

/// <summary>Two of the yardsticks of <c>./grains bench lease</c>, so that what they show is not lost unseen. Virtual time: the numbers are the same everywhere.</summary>
public sealed class LeaseLayerTests
{
    [Theory]
    [InlineData(32, 16, 1.0)]
    [InlineData(32, 100, 1.2)]
    public void The_lease_layer_costs_less_than_half_a_percent_of_what_could_be_used(int limit, int agents, double load) =>
        Assert.InRange(LeaseLayer.Utilisation(limit, agents, load, seed: 1), 0.995, 1);

    [Fact]
    public void A_process_alone_with_steady_demand_sends_next_to_nothing() => Assert.InRange(LeaseLayer.Messages(1, 1, 1000).PerRequest, 0, 0.002);
}
