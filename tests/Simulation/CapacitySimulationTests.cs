using Granary.Embedded.Simulation;

namespace Granary.Simulation;

public sealed class CapacitySimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Silos_never_send_more_than_the_cap_and_finish_all_work_after_the_faults(ulong seed)
    {
        var result = CapacityScenario.Run(seed, CapacityScenario.Faults);
        Assert.True(result.Clean, result.ToString());
    }

    [Fact]
    public void Same_seed_replays_the_same_trace()
    {
        var first = CapacityScenario.Run(7, CapacityScenario.Faults);
        var second = CapacityScenario.Run(7, CapacityScenario.Faults);
        Assert.Equal(first.TraceHash, second.TraceHash);
        Assert.NotEqual(first.TraceHash, CapacityScenario.Run(8, CapacityScenario.Faults).TraceHash);
    }

    [Fact]
    public void Without_faults_the_hidden_limit_is_found_and_used()
    {
        var result = CapacityScenario.Run(1, FaultRates.None);
        Assert.True(result.Clean, result.ToString());
        Assert.InRange(result.Refused, 1, result.Total / 20);
    }

    /// <summary>Seeds that the environment asks for (GRANARY_SEED replays one, GRANARY_SEEDS runs that many fresh ones), else one that stays.</summary>
    [Fact]
    public void Fresh_seeds_are_clean_too()
    {
        foreach (var seed in SeedChoice.FromEnvironment())
        {
            var result = CapacityScenario.Run(seed, CapacityScenario.Faults);
            TestContext.Current.SendDiagnosticMessage("{0}", result.ToString());
            Assert.True(result.Clean, result.ToString());
        }
    }
}
