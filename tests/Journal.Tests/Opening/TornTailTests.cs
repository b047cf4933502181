using Granary.Journal.Format;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Opening;

public sealed class TornTailTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Last_record_cut_at_every_byte_leaves_all_earlier_ones()
    {
        var whole = await LogBench.WriteAsync("one", "two", "the last record");
        var bytes = whole.Content(LogBench.Segment(1));
        var lastStart = SegmentHeader.Length + (2 * 32);
        Assert.Equal(lastStart + RecordHeader.Framed(15), bytes.Length);
        for (var length = lastStart; length < bytes.Length; length++)
        {
            var disk = whole.Copy();
            disk.SetContent(LogBench.Segment(1), bytes[..length]);
            var bench = new LogBench(disk);
            await using (var log = await bench.OpenAsync())
            {
                // Cut inside the filling zeros, the record itself is whole.
                var survives = length >= lastStart + RecordHeader.Length + 15;
                Assert.Equal(survives ? ["one", "two", "the last record"] : ["one", "two"], bench.Texts);
                Assert.Equal(survives || length == lastStart ? 0 : 1, log.Repair.TornTails);
                Assert.Equal(survives ? 0 : length - lastStart, log.Repair.CutBytes);
                await log.AppendAsync(LogBench.Type, LogBench.Text("next"), Token);
            }

            await using var again = await bench.OpenAsync();
            Assert.Equal("next", bench.Texts.Last());
            Assert.Equal(LogRepair.None, again.Repair);
        }
    }

    [Fact]
    public async Task Log_cut_at_every_byte_never_gives_a_wrong_record()
    {
        var texts = new[] { "one", "two", "three", "four" };
        var whole = await LogBench.WriteAsync(texts);
        var bytes = whole.Content(LogBench.Segment(1));
        for (var length = 0; length < bytes.Length; length++)
        {
            var disk = whole.Copy();
            disk.SetContent(LogBench.Segment(1), bytes[..length]);
            var bench = new LogBench(disk);
            await using var log = await bench.OpenAsync();
            var left = bench.Texts.ToList();
            Assert.Equal(texts.Take(left.Count), left);
            Assert.Equal(left.Count + 1, await log.AppendAsync(LogBench.Type, LogBench.Text("next"), Token));
        }
    }

    [Fact]
    public async Task Zeros_behind_the_last_record_are_space_that_was_never_written()
    {
        var disk = await LogBench.WriteAsync("one", "two");
        var bytes = disk.Content(LogBench.Segment(1));
        disk.SetContent(LogBench.Segment(1), [.. bytes, .. new byte[4096]]);
        var bench = new LogBench(disk);
        await using var log = await bench.OpenAsync();
        Assert.Equal(["one", "two"], bench.Texts);
        Assert.Equal(new LogRepair(0, 4096, 0, DurableLoss: false), log.Repair);
        Assert.Equal(bytes.Length, disk.Content(LogBench.Segment(1)).Length);
    }

    [Fact]
    public async Task Cut_bytes_are_kept_beside_the_segment()
    {
        var disk = await LogBench.WriteAsync("one");
        disk.SetContent(LogBench.Segment(1), [.. disk.Content(LogBench.Segment(1)), 1, 2, 3]);
        await using var log = await new LogBench(disk).OpenAsync();
        Assert.Equal([1, 2, 3], disk.Content(LogBench.Segment(1) + ".torn"));
    }

    [Fact]
    public async Task Write_torn_in_its_middle_is_discarded_whole_when_nothing_proves_it_durable()
    {
        // One batch of four: each record says that the newest durable one is 1, so the later ones prove nothing about the second.
        var bench = new LogBench(new SimulatedDisk());
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            await log.AppendAsync(LogBench.Type, [LogBench.Text("two"), LogBench.Text("three"), LogBench.Text("four")], Token);
        }

        var bytes = bench.Disk.Content(LogBench.Segment(1)).ToArray();
        bytes.AsSpan(SegmentHeader.CloseMarkOffset, SegmentHeader.CloseMarkLength).Clear();
        bytes[SegmentHeader.Length + 32 + RecordHeader.Length] ^= 1;
        bench.Disk.SetContent(LogBench.Segment(1), bytes);
        await using (var log = await bench.OpenAsync())
        {
            Assert.Equal(["one"], bench.Texts);
            Assert.Equal(new LogRepair(1, 96, 2, DurableLoss: false), log.Repair);
            Assert.Equal(2, await log.AppendAsync(LogBench.Type, LogBench.Text("new"), Token));
        }

        await using var again = await bench.OpenAsync();
        Assert.Equal(["one", "new"], bench.Texts);
    }

    [Fact]
    public async Task Segment_whose_header_never_reached_the_disk_is_dropped()
    {
        var disk = await LogBench.WriteAsync("one", "two");
        disk.SetContent(LogBench.Segment(3), new byte[40]);
        var bench = new LogBench(disk);
        await using (var log = await bench.OpenAsync())
        {
            Assert.Equal(["one", "two"], bench.Texts);
            Assert.Equal(3, await log.AppendAsync(LogBench.Type, LogBench.Text("three"), Token));
        }

        Assert.DoesNotContain("00000000000000000003.seg", disk.ListFiles(LogBench.Folder));
        await using var again = await bench.OpenAsync();
        Assert.Equal(["one", "two", "three"], bench.Texts);
    }
}
