namespace Granary.Simulation.Protocol;

/// <summary>The checkers see rules that are broken on purpose, and the shrinker leaves the faults that it takes.</summary>
public sealed class CheckerTests
{
    private const int Seeds = 1000;

    [Theory]
    [InlineData("network", (int)BrokenRule.BooksNewestGrant)]
    [InlineData("ledgers", (int)BrokenRule.ObeysAnyEpoch)]
    [InlineData("agents", (int)BrokenRule.IgnoresExpiry)]
    public void A_broken_rule_is_caught_within_a_thousand_seeds(string mix, int broken)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var result = ProtocolWorld.Run(Mixes.Plan(mix, seed) with { Broken = (BrokenRule)broken });
            if (result.Verdict == Verdict.Safety)
            {
                var shrunk = Shrinker.Shrink(result);
                Assert.Equal((result.Verdict, result.Rule), (shrunk.Verdict, shrunk.Rule));
                Assert.InRange(shrunk.Plan.Faults.Length, 0, result.Plan.Faults.Length);
                TestContext.Current.SendDiagnosticMessage("{0}", shrunk.ToString());
                return;
            }
        }

        Assert.Fail($"{(BrokenRule)broken} was not noticed in {Seeds} seeds of mix {mix}.");
    }
}
