using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Space;

public sealed class ReclaimTests
{
    private const int Large = 200_000;

    private static readonly LogOptions Options = new() { Folder = LogBench.Folder, SegmentBytes = 1 << 20, Reclaim = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sealed_segment_without_a_needed_record_is_removed_at_once()
    {
        var bench = new LogBench(new SimulatedDisk(), Options);
        await using var log = await bench.OpenAsync();
        var sequences = await AppendAsync(log, 12);
        Assert.Equal(3, log.Snapshot().Segments);
        foreach (var sequence in sequences.Take(5))
        {
            log.Release(sequence);
        }

        await log.Reclaimed;
        Assert.Equal((2, 1L), (log.Snapshot().Segments, log.Snapshot().ReclaimedSegments));
        Assert.DoesNotContain("00000000000000000001.seg", bench.Disk.ListFiles(LogBench.Folder));
    }

    [Fact]
    public async Task Moved_records_keep_their_sequence_and_can_be_read()
    {
        var bench = new LogBench(new SimulatedDisk(), Options);
        var kept = new List<long>();
        await using (var log = await bench.OpenAsync())
        {
            for (var round = 0; round < 12; round++)
            {
                kept.Add(await log.AppendAsync(LogBench.Type, LogBench.Text($"kept {round}"), Token));
                (await AppendAsync(log, 4)).ForEach(log.Release);
                await log.Reclaimed;
            }

            var snapshot = log.Snapshot();
            Assert.True(snapshot.Bytes <= (2 * snapshot.LiveBytes) + (4 << 20), $"{snapshot.Bytes} bytes for {snapshot.LiveBytes}");
            Assert.True(snapshot.ReclaimedSegments > 4, $"{snapshot.ReclaimedSegments}");
            for (var round = 0; round < 12; round++)
            {
                Assert.Equal(LogBench.Text($"kept {round}").ToArray(), (await log.ReadAsync(kept[round], Token)).ToArray());
            }

            await Assert.ThrowsAsync<KeyNotFoundException>(async () => await log.ReadAsync(kept[0] + 1, Token));
        }

        await using var again = await bench.OpenAsync();
        var found = bench.Replayed.Where(static record => record.Payload.Length < 100).ToDictionary(static record => record.Sequence, static record => record.Payload.Length);
        Assert.Equal(kept, found.Keys.Order());
        Assert.Equal(LogBench.Text("kept 3").ToArray(), (await again.ReadAsync(kept[3], Token)).ToArray());
    }

    [Fact]
    public async Task Retired_record_stays_until_nothing_that_it_ended_can_come_back()
    {
        var bench = new LogBench(new SimulatedDisk(), Options);
        long begin, end;
        await using (var log = await bench.OpenAsync())
        {
            begin = await log.AppendAsync(LogBench.Type, LogBench.Text("begin"), Token);
            var first = await AppendAsync(log, 5);
            end = await log.AppendAsync(LogBench.Type, LogBench.Text("end"), Token);
            var second = await AppendAsync(log, 10);
            log.Release(begin);
            log.Retire(end);
            second.Take(4).ToList().ForEach(log.Release);
            await log.Reclaimed;

            // The segment with the end holds nothing else; the one with the beginning is still there.
            Assert.Contains("00000000000000000001.seg", bench.Disk.ListFiles(LogBench.Folder));
        }

        await using (var log = await bench.OpenAsync())
        {
            Assert.Contains(bench.Replayed, record => record.Sequence == end);
            Assert.Contains(bench.Replayed, record => record.Sequence == begin);
            bench.Replayed.Where(record => record.Sequence != end).ToList().ForEach(record => log.Release(record.Sequence));
            log.Retire(end);
            await log.Reclaimed;
            await AppendAsync(log, 6);
            await log.Reclaimed;
        }

        await using var last = await bench.OpenAsync();
        Assert.DoesNotContain(bench.Replayed, record => record.Sequence == begin);
        Assert.DoesNotContain(bench.Replayed, record => record.Sequence == end);
    }

    [Fact]
    public async Task Removed_segment_that_comes_back_is_removed_again_and_not_replayed()
    {
        var bench = new LogBench(new SimulatedDisk(), Options);
        byte[] old;
        await using (var log = await bench.OpenAsync())
        {
            var sequences = await AppendAsync(log, 12);
            old = bench.Disk.Content(LogBench.Segment(1));
            sequences.Take(5).ToList().ForEach(log.Release);
            await log.Reclaimed;
        }

        bench.Disk.SetContent(LogBench.Segment(1), old);
        await using var again = await bench.OpenAsync();
        Assert.Equal(1, again.Repair.ReappearedSegments);
        Assert.DoesNotContain(bench.Replayed, static record => record.Sequence < 6);
        Assert.DoesNotContain("00000000000000000001.seg", bench.Disk.ListFiles(LogBench.Folder));
    }

    [Fact]
    public async Task Segment_that_a_checkpoint_names_and_that_is_gone_is_reported()
    {
        var bench = new LogBench(new SimulatedDisk(), Options);
        await using (var log = await bench.OpenAsync())
        {
            var sequences = await AppendAsync(log, 18);
            sequences.Take(5).ToList().ForEach(log.Release);
            await log.Reclaimed;
        }

        var second = bench.Disk.ListFiles(LogBench.Folder).First(static name => name.EndsWith(".seg", StringComparison.Ordinal));
        bench.Disk.Delete($"{LogBench.Folder}/{second}");
        var error = await Assert.ThrowsAsync<JournalException>(bench.OpenAsync);
        Assert.Equal(JournalErrorCodes.Corrupt, error.Code);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_failed_write_left_stays_away_when_its_gap_is_compacted()
    {
        var bench = new LogBench(new SimulatedDisk(), Options);
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            bench.Disk.Fail(DiskStep.Sync);
            await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("failed"), Token));
            var sequences = await AppendAsync(log, 20);
            sequences.ForEach(log.Release);
            await log.Reclaimed;
            await AppendAsync(log, 6);
            await log.Reclaimed;
        }

        await using var again = await bench.OpenAsync();
        Assert.Contains("one", bench.Texts);
        Assert.DoesNotContain("failed", bench.Texts);
    }

    [Fact]
    public async Task Log_without_reclaim_says_so_when_asked_to_release()
    {
        await using var log = await new LogBench(new SimulatedDisk()).OpenAsync();
        Assert.Throws<InvalidOperationException>(() => log.Release(1));
    }

    private static async Task<List<long>> AppendAsync(SegmentLog log, int count)
    {
        var sequences = new List<long>();
        for (var index = 0; index < count; index++)
        {
            sequences.Add(await log.AppendAsync(LogBench.Type, new byte[Large], Token));
            await log.Reclaimed;
        }

        return sequences;
    }
}
