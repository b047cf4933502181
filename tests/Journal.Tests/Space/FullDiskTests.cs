using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Space;

public sealed class FullDiskTests
{
    private const long Segment = 1 << 20;
    private const long Reserve = 2 << 20;

    private static readonly LogOptions Options = new() { Folder = LogBench.Folder, SegmentBytes = Segment, ReserveBytes = Reserve, Reclaim = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_work_is_refused_below_two_segments_while_what_ends_work_is_written()
    {
        var bench = new LogBench(new SimulatedDisk { Capacity = 8 << 20 }, Options);
        await using var log = await bench.OpenAsync();
        Assert.Equal(LogRefusal.None, log.TryAppend(LogBench.Type, LogBench.Text("begin"), out var begun));
        await begun;
        Assert.Equal(Reserve, bench.Disk.Content($"{LogBench.Folder}/reserve").Length);

        bench.Disk.Capacity = bench.Disk.Used + (2 * Segment) - 1;
        await LookAsync(bench, log);
        Assert.Equal(LogState.Full, log.Snapshot().State);
        Assert.DoesNotContain("reserve", bench.Disk.ListFiles(LogBench.Folder));
        Assert.Equal(LogRefusal.Full, log.TryAppend(LogBench.Type, LogBench.Text("more"), out var refused));
        Assert.Equal(0, await refused);
        await log.AppendAsync(LogBench.Type, LogBench.Text("end"), Token);
    }

    [Fact]
    public async Task Service_resumes_by_itself_with_space_for_two_segments_and_the_reserve()
    {
        var bench = new LogBench(new SimulatedDisk { Capacity = 8 << 20 }, Options);
        await using var log = await bench.OpenAsync();
        await log.AppendAsync(LogBench.Type, LogBench.Text("begin"), Token);
        bench.Disk.Capacity = bench.Disk.Used;
        await LookAsync(bench, log);
        Assert.Equal(LogState.Full, log.Snapshot().State);

        // The reserve has been given back to the disk, so there is as much space as that; one byte more than is asked for is not there.
        bench.Disk.Capacity = bench.Disk.Used + (2 * Segment) + Reserve - 1;
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await log.AppendAsync(LogBench.Type, ReadOnlyMemory<byte>.Empty, Token);
        Assert.Equal(LogState.Full, log.Snapshot().State);
        bench.Disk.Capacity = bench.Disk.Used + (2 * Segment) + Reserve;
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await Until(() => log.Snapshot().State == LogState.Working);
        Assert.Equal(LogRefusal.None, log.TryAppend(LogBench.Type, LogBench.Text("more"), out var taken));
        await taken;
        Assert.Contains("reserve", bench.Disk.ListFiles(LogBench.Folder));
    }

    [Fact]
    public async Task Write_that_finds_no_space_fails_and_the_reserve_carries_the_log_on()
    {
        var bench = new LogBench(new SimulatedDisk { Capacity = 8 << 20 }, Options);
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            bench.Disk.Capacity = bench.Disk.Used;
            var failed = await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token));
            Assert.Equal(JournalErrorCodes.WriteFailed, failed.Code);
            await log.AppendAsync(LogBench.Type, LogBench.Text("three"), Token);
            Assert.Equal(LogState.Full, log.Snapshot().State);
            Assert.Equal(LogRefusal.Full, log.TryAppend(LogBench.Type, LogBench.Text("four"), out _));
        }

        await using var again = await bench.OpenAsync();

        // The failed segment may have been rewritten by now: what was moved comes later.
        Assert.Equal(["one", "three"], bench.Texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_any_space_appends_are_refused_until_there_is_some()
    {
        var options = new LogOptions { Folder = LogBench.Folder, SegmentBytes = Segment };
        var bench = new LogBench(new SimulatedDisk { Capacity = 8 << 20 }, options);
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            bench.Disk.Capacity = bench.Disk.Used;
            await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token));
            var refused = await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("three"), Token));
            Assert.Equal(JournalErrorCodes.Unavailable, refused.Code);
            bench.Disk.Capacity = 8 << 20;
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            await Until(() => log.Snapshot().State == LogState.Working);
            await log.AppendAsync(LogBench.Type, LogBench.Text("four"), Token);
        }

        await using var again = await bench.OpenAsync();
        Assert.Equal(["one", "four"], bench.Texts);
    }

    // The disk is looked at with a write that comes a second after the last look.
    private static async Task LookAsync(LogBench bench, SegmentLog log)
    {
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        try
        {
            await log.AppendAsync(LogBench.Type, ReadOnlyMemory<byte>.Empty, Token);
        }
        catch (JournalException failed)
        {
            Assert.Equal(JournalErrorCodes.WriteFailed, failed.Code);
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }
}
