using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Tests.Runs.Progress;

public sealed class LeastTimeTests
{
    [Fact]
    public void Slowest_endpoint_decides_and_its_block_counts()
    {
        var least = LeastTime.Of([Work("fast", 1_000, 10, 1), Work("slow", 7_200, 4, 2), Work("held", 10, 10, 1, blocked: 30)]);
        Assert.Equal(TimeSpan.FromSeconds(3_600), least.Least);
        Assert.Equal("alias slow: 7200 calls at no more than 2/s now", least.Basis);
        Assert.Equal(TimeSpan.FromSeconds(31), LeastTime.Of([Work("held", 10, 10, 1, blocked: 30)]).Least);
    }

    [Fact]
    public void Endpoints_that_nobody_called_or_wants_say_nothing()
    {
        var least = LeastTime.Of([new EndpointWork("quiet", 1_000_000, 1, null, TimeSpan.Zero), Work("unused", 0, 1, 100)]);
        Assert.Null(least.Least);
        Assert.Contains("last minute", least.Basis, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0, 1, 10)]
    [InlineData(long.MaxValue, 1, 3600, 3_153_600_000)]
    public void Odd_numbers_stay_numbers(long calls, int places, double seconds, double expected) =>
        Assert.Equal(expected, LeastTime.Of([Work("a", calls, places, seconds)]).Least!.Value.TotalSeconds);

    private static EndpointWork Work(string alias, long calls, int places, double seconds, double blocked = 0) =>
        new(alias, calls, places, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(blocked));
}
