namespace Granary.Simulation.Protocol;

/// <summary>The protocol in worlds of agents, ledgers, clocks, networks, storage and providers that fail: S1 to S6 after every step, L1 to L4 in the end.</summary>
public sealed class ProtocolSimulationTests
{
    private const int FixedSeeds = 12;

    public static TheoryData<string> MixNames => [.. Mixes.Names];

    [Theory]
    [MemberData(nameof(MixNames))]
    public void Every_rule_holds_in_every_mix_of_faults(string mix)
    {
        for (var seed = 1UL; seed <= FixedSeeds; seed++)
        {
            Clean(ProtocolWorld.Run(Mixes.Plan(mix, seed)));
        }
    }

    /// <summary>A fresh seed each time; it is in the message when it fails.</summary>
    [Fact]
    public void A_fresh_seed_is_clean_too()
    {
        var seed = SeedChoice.FromEnvironment().First();
        foreach (var mix in Mixes.Names)
        {
            Clean(ProtocolWorld.Run(Mixes.Plan(mix, seed)));
        }
    }

    [Fact]
    public void A_seed_replays_its_course()
    {
        var first = ProtocolWorld.Run(Mixes.Plan("everything", 3));
        Assert.Equal((first.Trace, first.Steps), (ProtocolWorld.Run(Mixes.Plan("everything", 3)).Trace, first.Steps));
        Assert.NotEqual(first.Trace, ProtocolWorld.Run(Mixes.Plan("everything", 4)).Trace);
    }

    private static void Clean(WorldResult result)
    {
        if (result.Verdict != Verdict.Clean)
        {
            Assert.Fail($"{Shrinker.Shrink(result)}\nreplay it: ./grains simulate --seed {result.Plan.Seed} --mix {result.Plan.Mix}");
        }
    }
}
