using Granary.Grains.Models;
using Granary.Grains.Providers;

namespace Granary.Grains.Tests.Models;

public sealed class RetryRuleTests
{
    [Theory]
    [InlineData(0, 0.5, null, 2.0)]
    [InlineData(1, 0.5, null, 4.0)]
    [InlineData(2, 0.5, null, 8.0)]
    [InlineData(0, 0.0, null, 1.6)]
    [InlineData(9, 0.5, null, 60.0)]
    [InlineData(0, 0.5, 1.0, 2.0)]
    [InlineData(0, 0.5, 17.0, 17.0)]
    [InlineData(0, 0.5, 61.0, null)]
    public void Pause_doubles_is_spread_and_heeds_the_provider(int retry, double jitter, double? asked, double? seconds) =>
        Assert.Equal(seconds, RetryPause.Before(retry, RetrySettings.Default, asked is { } s ? TimeSpan.FromSeconds(s) : null, jitter)?.TotalSeconds);

    [Fact]
    public void Jitter_follows_from_its_seed_and_stays_in_range()
    {
        var (a, b) = (new RetryJitter(5), new RetryJitter(5));
        var drawn = Enumerable.Range(0, 1000).Select(_ => a.Next()).ToArray();
        Assert.Equal(drawn, Enumerable.Range(0, 1000).Select(_ => b.Next()));
        Assert.All(drawn, n => Assert.InRange(n, 0, 0.9999999999));
        Assert.InRange(drawn.Average(), 0.45, 0.55);
    }
}
