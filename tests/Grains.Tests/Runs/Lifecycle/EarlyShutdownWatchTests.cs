using Granary.Grains.Runs.Lifecycle;

namespace Granary.Grains.Tests.Runs.Lifecycle;

public sealed class EarlyShutdownWatchTests
{
    [Fact]
    public void Trips_when_the_full_window_fails_enough_and_only_once()
    {
        var watch = new EarlyShutdownWatch(0.5, 4);

        Assert.Equal([false, false, false, true, false], Feed(watch, "xx.x."));
        Assert.True(watch.Tripped);
    }

    [Fact]
    public void Does_not_trip_before_the_window_is_full() => Assert.Equal([false, false, false], Feed(new EarlyShutdownWatch(0.5, 4), "xxx"));

    [Fact]
    public void A_burst_in_a_long_good_run_does_not_trip()
    {
        var watch = new EarlyShutdownWatch(0.5, 10);
        Feed(watch, new string('.', 990));

        Assert.DoesNotContain(true, Feed(watch, "xxxxxxxxxx"));
        Assert.Contains(true, Feed(watch, new string('x', 100)));
    }

    [Fact]
    public void Off_never_trips() => Assert.DoesNotContain(true, Feed(new EarlyShutdownWatch(null, 4), new string('x', 2000)));

    private static bool[] Feed(EarlyShutdownWatch watch, string outcomes) => [.. outcomes.Select(o => watch.Add(o == '.'))];
}
