using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Tests.Runs.Progress;

public sealed class ProgressTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rate_is_growth_over_the_window_and_forgets_what_is_older()
    {
        var window = new RateWindow(TimeSpan.FromSeconds(30));
        Assert.Equal(0, window.PerSecond(0));
        for (var second = 0; second <= 30; second++)
        {
            window.Sample(_start.AddSeconds(second), [second * 10]);
        }

        Assert.Equal(10, window.PerSecond(0));
        for (var second = 31; second <= 60; second++)
        {
            window.Sample(_start.AddSeconds(second), [300]);
        }

        Assert.Equal(0, window.PerSecond(0));
    }

    [Fact]
    public void Counter_that_fell_starts_the_window_anew()
    {
        var window = new RateWindow(TimeSpan.FromSeconds(30));
        window.Sample(_start, [100]);
        window.Sample(_start.AddSeconds(1), [50]);
        window.Sample(_start.AddSeconds(2), [60]);

        Assert.Equal(10, window.PerSecond(0));
    }

    [Fact]
    public void Eta_is_the_slowest_column_of_the_chain()
    {
        EtaColumn[] columns = [new("a", null, [], 0, 0), new("b", "writer", [0], 100, 10), new("c", null, [1], 100, 2)];

        var eta = EtaEstimate.Of(columns, 50, TimeSpan.FromSeconds(5), _start);

        Assert.Equal(_start.AddSeconds(50), eta.At);
        Assert.Equal("column c: 100 cells at 2/s", eta.Basis);
    }

    [Fact]
    public void Column_that_still_waits_for_its_upstream_does_not_hide_the_estimate()
    {
        EtaColumn[] columns = [new("b", "writer", [], 100, 10), new("c", null, [0], 100, 0)];

        Assert.Equal((_start.AddSeconds(10), "column b (alias writer): 100 cells at 10/s"), Read(EtaEstimate.Of(columns, 50, TimeSpan.Zero, _start)));
    }

    [Fact]
    public void No_estimate_before_there_is_something_to_measure_or_when_nothing_moves()
    {
        EtaColumn[] stuck = [new("b", "writer", [], 100, 0)];

        Assert.Equal((null, "needs 20 cells or 30 s of running first"), Read(EtaEstimate.Of(stuck, 19, TimeSpan.FromSeconds(29), _start)));
        Assert.Equal((null, "column b made no cell in the last minute"), Read(EtaEstimate.Of(stuck, 20, TimeSpan.Zero, _start)));
    }

    [Fact]
    public void Ring_tells_how_many_events_a_late_reader_missed()
    {
        var ring = new EventRing(3);
        Assert.Equal((0L, 0), Read(ring.After(0, 10)));
        for (var i = 1; i <= 5; i++)
        {
            ring.Add("k", $"{i}");
        }

        Assert.Equal((5, 3), (ring.Last, ring.First));
        var (missed, events) = ring.After(0, 10);
        Assert.Equal((2L, "3 4 5"), (missed, string.Join(' ', events.Select(e => e.Data))));
        Assert.Equal("5", Assert.Single(ring.After(4, 10).Events).Data);
        Assert.Equal("3", Assert.Single(ring.After(2, 1).Events).Data);
        Assert.Equal((0L, 0), Read(ring.After(5, 10)));
        Assert.Equal((0L, 0), Read(ring.After(99, 10)));
    }

    [Fact]
    public void Board_opens_the_lowest_group_that_is_neither_sealed_nor_open()
    {
        var board = new GroupBoard(200);
        foreach (var done in new long[] { 0, 1, 3, 130 })
        {
            board.Seal(done);
        }

        Assert.Equal(2, board.Next());
        board.Add(new OpenGroup(2, 10, _start));
        Assert.Equal(4, board.Next());
        board.Seal(2);
        board.Seal(2);
        Assert.Equal((5, 0), (board.Sealed, board.Open.Count));
        Assert.True(board.IsSealed(130));
        Assert.False(board.IsSealed(129));
        board.Unseal(1);
        Assert.Equal((1L, 4L), (board.Next(), board.Sealed));
    }

    [Fact]
    public void Board_with_everything_sealed_has_nothing_next()
    {
        var board = new GroupBoard(2);
        board.Seal(1);
        board.Seal(0);

        Assert.Null(board.Next());
        Assert.True(board.AllSealed);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(1, 1)]
    [InlineData(100, 100)]
    [InlineData(1390, 1390)]
    [InlineData(60_000, 60_000)]
    public void Median_is_right_within_an_eighth(double milliseconds, double expected)
    {
        var counts = new long[LatencyBuckets.Count];
        counts[LatencyBuckets.IndexOf(TimeSpan.FromMilliseconds(milliseconds))] += 3;

        Assert.InRange(LatencyBuckets.MedianMilliseconds(counts), expected * 0.87, expected * 1.13);
    }

    [Fact]
    public void Latencies_beyond_the_scale_and_no_latencies_are_bounded()
    {
        Assert.Equal(LatencyBuckets.Count - 1, LatencyBuckets.IndexOf(TimeSpan.FromDays(1)));
        Assert.Equal(0, LatencyBuckets.IndexOf(TimeSpan.Zero));
        Assert.Equal(0, LatencyBuckets.MedianMilliseconds(new long[LatencyBuckets.Count]));
    }

    [Fact]
    public void Strongest_limit_is_the_most_frequent_sample()
    {
        var tally = new LimitTally(4);
        Assert.Null(tally.Strongest());
        tally.Sample(null);
        tally.Sample(new RunLimitedBy("request_permit", "writer", 0));
        tally.Sample(new RunLimitedBy("request_permit", "writer", 0));
        tally.Sample(new RunLimitedBy("task_capacity", null, 0));
        Assert.Equal(new RunLimitedBy("request_permit", "writer", 0.5), tally.Strongest());
        for (var i = 0; i < 4; i++)
        {
            tally.Sample(null);
        }

        Assert.Null(tally.Strongest());
    }

    private static (DateTimeOffset?, string) Read(RunEta eta) => (eta.At, eta.Basis);

    private static (long, int) Read((long Missed, System.Collections.Immutable.ImmutableArray<RunEvent> Events) page) => (page.Missed, page.Events.Length);
}
