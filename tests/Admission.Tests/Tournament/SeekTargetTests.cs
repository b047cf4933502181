using Granary.Tournament;

namespace Granary.Admission.Tests.Tournament;

/// <summary>
/// What seek has to reach against the provider model, with few seeds: a miss is a failure. The full table is bench/results/limits.md.
/// </summary>
public sealed class SeekTargetTests
{
    private const int Seeds = 2;

    [Fact]
    public void T1_steady_providers() => Met(Targets.T1(Scenarios.P1, 15, Seeds), Targets.T1(Scenarios.P2, 15, Seeds), Targets.T1(Scenarios.P8, 45, Seeds));

    [Fact]
    public void T2_doubling_at_sixteen_instants() => Met(Targets.T2(1));

    [Fact]
    public void T3_halving_at_sixteen_instants() => Met(Targets.T3(1));

    [Fact]
    public void T4_outage() => Met(Targets.T4(Seeds));

    [Fact]
    public void T5_requests_per_minute() => Met(
        Targets.T5(Knowledge.Known, 60, 0, Seeds), Targets.T5(Knowledge.Known, 1, 0, Seeds), Targets.T5(Knowledge.Unknown, 60, 0.01, Seeds),
        Targets.T5(Knowledge.Unknown, 1, 0.01, Seeds), Targets.T5(Knowledge.Fields, 60, 0, Seeds), Targets.T5(Knowledge.Fields, 1, 0, Seeds));

    [Fact]
    public void T6_tokens_per_minute() => Met(Targets.T6(Seeds));

    [Fact]
    public void T7_small_limits() => Met(Targets.T7(6, Seeds), Targets.T7(2, Seeds), Targets.T7(8, Seeds));

    [Fact]
    public void T9_background_refusals() => Met(Targets.T9(0.01, Seeds), Targets.T9(0.03, Seeds));

    [Fact]
    public void T11_queueing_server() => Met(Targets.T11(64, Seeds));

    [Fact]
    public void T13_refusals_that_name_a_wait_and_nothing_else() => Met([.. Targets.T13(Seeds)]);

    [Theory]
    [InlineData("seek")]
    [InlineData("aimd")]
    [InlineData("gradient2")]
    [InlineData("vegas")]
    public void A_sample_allocates_nothing(string estimator) => Assert.Equal(0, SampleCost.Of(Contestants.Create(estimator, 64)).Bytes, 0.01);

    [Fact]
    public void One_seed_is_one_run() => Assert.Equal(Contestants.Run(Scenarios.P1, "seek", 7), Contestants.Run(Scenarios.P1, "seek", 7));

    private static void Met(params Target[] targets) => Assert.All(targets, static t => Assert.True(t.Met, $"{t.Name}: {t.Wanted}; measured {t.Measured}"));
}
