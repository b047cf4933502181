using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests;

public sealed class SegmentLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_are_replayed_in_order_with_their_sequence_and_type()
    {
        var bench = new LogBench(new SimulatedDisk());
        await using (var log = await bench.OpenAsync())
        {
            Assert.Equal(1, await log.AppendAsync(96, LogBench.Text("one"), Token));
            Assert.Equal(2, await log.AppendAsync(97, ReadOnlyMemory<byte>.Empty, Token));
            Assert.Equal(5, await log.AppendAsync(98, [LogBench.Text("a"), LogBench.Text("b"), LogBench.Text("c")], Token));
        }

        await using var again = await bench.OpenAsync();
        Assert.Equal(["one", "", "a", "b", "c"], bench.Texts);
        Assert.Equal([(1L, 96), (2, 97), (3, 98), (4, 98), (5, 98)], bench.Replayed.Select(static record => (record.Sequence, (int)record.Type)));
        Assert.Equal(LogRepair.None, again.Repair);
        Assert.Equal(6, await again.AppendAsync(96, LogBench.Text("six"), Token));
    }

    [Fact]
    public async Task Segments_rotate_and_replay_across_their_borders()
    {
        var bench = new LogBench(new SimulatedDisk(), new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20 });
        var payload = new byte[300_000];
        await using (var log = await bench.OpenAsync())
        {
            for (var index = 1; index <= 10; index++)
            {
                payload[0] = (byte)index;
                await log.AppendAsync(LogBench.Type, payload.ToArray(), Token);
            }
        }

        var segments = bench.Disk.ListFiles(LogBench.Folder).Where(static name => name.EndsWith(".seg", StringComparison.Ordinal));
        Assert.Equal(["00000000000000000001.seg", "00000000000000000004.seg", "00000000000000000007.seg", "00000000000000000010.seg"], segments);
        await using var again = await bench.OpenAsync();
        Assert.Equal(Enumerable.Range(1, 10), bench.Replayed.Select(static record => (int)record.Payload.Span[0]));
        Assert.Equal(11, await again.AppendAsync(LogBench.Type, LogBench.Text("x"), Token));
    }

    [Fact]
    public async Task Second_opener_is_refused_until_the_first_has_closed()
    {
        var bench = new LogBench(new SimulatedDisk());
        await using (await bench.OpenAsync())
        {
            var refused = await Assert.ThrowsAsync<JournalException>(bench.OpenAsync);
            Assert.Equal(JournalErrorCodes.Locked, refused.Code);
        }

        await using var log = await bench.OpenAsync();
    }

    [Fact]
    public async Task Failing_replay_leaves_the_folder_free()
    {
        var disk = await LogBench.WriteAsync("one");
        var options = new LogOptions { Folder = LogBench.Folder };
        await Assert.ThrowsAsync<FormatException>(() => SegmentLog.OpenAsync(
            options, TimeProvider.System, static _ => throw new FormatException("no"), disk, Token));
        await using var log = await new LogBench(disk).OpenAsync();
    }

    [Fact]
    public async Task Closed_log_refuses_appends_and_closing_twice_is_harmless()
    {
        var bench = new LogBench(new SimulatedDisk());
        var log = await bench.OpenAsync();
        await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
        await log.CloseAsync();
        await log.CloseAsync();
        await log.DisposeAsync();
        var refused = await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token));
        Assert.Equal(JournalErrorCodes.Closed, refused.Code);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(128)]
    public async Task Types_outside_of_the_users_range_are_refused(byte type)
    {
        await using var log = await new LogBench(new SimulatedDisk()).OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(type, LogBench.Text("x"), Token));
    }

    [Fact]
    public async Task Record_that_fits_no_segment_is_refused_and_the_largest_that_fits_is_not()
    {
        var options = new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20 };
        await using var log = await new LogBench(new SimulatedDisk(), options).OpenAsync();
        const int largest = (1 << 20) - 64 - 24;
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(LogBench.Type, new byte[largest + 1], Token));
        Assert.Contains($"{largest}", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await log.AppendAsync(LogBench.Type, new byte[largest], Token));
    }

    [Fact]
    public void All_wrong_options_are_named_at_once()
    {
        var options = new LogOptions
        {
            Folder = " ", Durability = (Durability)9, Interval = TimeSpan.Zero, SegmentBytes = 1, MaxRecordBytes = 1, MaxWaitingRecords = 0, MaxWaitingBytes = 1,
        };
        var error = Assert.Throws<ArgumentException>(() =>
        {
            _ = SegmentLog.OpenAsync(options, TimeProvider.System, static _ => { }, Token);
        });
        foreach (var name in new[] { "Folder", "Durability", "Interval", "SegmentBytes", "MaxRecordBytes", "MaxWaitingRecords", "MaxWaitingBytes" })
        {
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
    }
}
