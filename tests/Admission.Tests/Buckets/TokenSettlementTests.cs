using Granary.Admission.Buckets;

namespace Granary.Admission.Tests.Buckets;

public sealed class TokenSettlementTests
{
    [Fact]
    public void Charged_on_arrival_reserves_all_that_was_asked_for_and_gives_nothing_back()
    {
        var tokens = new TokenSettlement(TokenCharging.Arrival);
        var cost = tokens.Reserve(new TokenCall(100, 500, Answers: 2, ExpectedCached: 50));
        Assert.Equal((100.0, 1000.0), (cost.Input, cost.Output));
        Assert.Equal(default(TokenCost), tokens.Settle(cost, new TokenCost(100, 20), 2));
        Assert.Equal(default(TokenCost), tokens.Refused(cost, forBucket: true));
        Assert.Equal(-1100, tokens.Refused(cost, forBucket: false).Total);
    }

    [Fact]
    public void Charged_as_produced_reserves_what_is_likely_and_is_corrected_both_ways()
    {
        var tokens = new TokenSettlement(TokenCharging.Actual);
        var cost = tokens.Reserve(new TokenCall(100, 4000, ExpectedCached: 60));
        Assert.Equal((40.0, 256.0), (cost.Input, cost.Output));
        Assert.Equal(new TokenCost(5, -56), tokens.Settle(cost, new TokenCost(45, 200)));
        Assert.Equal(-296, tokens.Refused(cost, forBucket: true).Total);
        Assert.Equal(10, tokens.Reserve(new TokenCall(0, 10)).Total);
    }

    [Fact]
    public void Charged_in_total_keeps_the_cached_part()
    {
        var tokens = new TokenSettlement(TokenCharging.Total);
        Assert.Equal((100.0, 100.0), (tokens.Reserve(new TokenCall(100, 100, ExpectedCached: 60)).Input, tokens.Reserve(new TokenCall(100, 100)).Output));
    }

    [Fact]
    public void The_ninetieth_part_follows_the_answers()
    {
        var tokens = new TokenSettlement(TokenCharging.Actual);
        for (var i = 0; i < 3000; i++)
        {
            tokens.Settle(default, new TokenCost(0, 1 + (i * 7919 % 1000)));
        }

        Assert.InRange(tokens.Output90, 800, 1050);
    }
}
