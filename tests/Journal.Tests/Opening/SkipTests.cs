using Granary.Journal.Format;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Opening;

public sealed class SkipTests
{
    private static readonly LogOptions Skip = new() { Folder = LogBench.Folder, OnCorruption = CorruptionPolicy.Skip };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damaged_record_is_reported_with_file_offset_and_sequence_and_the_rest_is_used()
    {
        var disk = await LogBench.WriteAsync("one", "two", "three");
        disk.Flip(LogBench.Segment(1), SegmentHeader.Length + 32 + RecordHeader.Length, 0);
        var bench = new LogBench(disk, Skip);
        await using var log = await bench.OpenAsync();
        Assert.Equal(["one", "three"], bench.Texts);
        Assert.Equal(new LogDamage(LogDamageKind.Records, LogBench.Segment(1), 96, 2, 1, 32), Assert.Single(log.Repair.Damages));
        Assert.Equal(4, await log.AppendAsync(LogBench.Type, LogBench.Text("four"), Token));
    }

    [Fact]
    public async Task Damaged_length_loses_that_record_alone()
    {
        var disk = await LogBench.WriteAsync("one", "two", "three", "four");
        disk.Flip(LogBench.Segment(1), SegmentHeader.Length + 32 + 1, 3);
        var bench = new LogBench(disk, Skip);
        await using var log = await bench.OpenAsync();
        Assert.Equal(["one", "three", "four"], bench.Texts);
        Assert.Equal((2L, 1L), (log.Repair.Damages[0].FirstSequence, log.Repair.Damages[0].LostRecords));
    }

    [Fact]
    public async Task Damaged_segment_header_loses_no_record()
    {
        var disk = await LogBench.WriteAsync("one", "two", "three");
        disk.Flip(LogBench.Segment(1), 20, 2);
        var bench = new LogBench(disk, Skip);
        await using var log = await bench.OpenAsync();
        Assert.Equal(["one", "two", "three"], bench.Texts);
        Assert.Equal((LogDamageKind.SegmentHeader, 0L), (log.Repair.Damages[0].Kind, log.Repair.Damages[0].LostRecords));
        Assert.Equal(JournalErrorCodes.Corrupt, (await Assert.ThrowsAsync<JournalException>(new LogBench(disk.Copy()).OpenAsync)).Code);
    }

    [Fact]
    public async Task Missing_segment_is_reported_with_what_it_held()
    {
        var options = new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20, OnCorruption = CorruptionPolicy.Skip };
        var bench = new LogBench(new SimulatedDisk(), options);
        await using (var log = await bench.OpenAsync())
        {
            for (var index = 0; index < 3; index++)
            {
                await log.AppendAsync(LogBench.Type, new byte[600_000], Token);
            }
        }

        bench.Disk.Delete(LogBench.Segment(2));
        await using var again = await bench.OpenAsync();
        Assert.Equal([1L, 3], bench.Replayed.Select(static record => record.Sequence));
        Assert.Equal((LogDamageKind.MissingSegment, 2L, 1L), (again.Repair.Damages[0].Kind, again.Repair.Damages[0].FirstSequence, again.Repair.Damages[0].LostRecords));
    }

    [Theory]
    [InlineData(LogDamageKind.Padding)]
    [InlineData(LogDamageKind.CloseMark)]
    public async Task Damage_that_costs_no_record_is_reported_and_does_not_stop_the_start(LogDamageKind kind)
    {
        var disk = await LogBench.WriteAsync("one", "two", "three");
        disk.Flip(LogBench.Segment(1), kind == LogDamageKind.Padding ? SegmentHeader.Length + 28 : 57, 5);
        var bench = new LogBench(disk);
        await using var log = await bench.OpenAsync();
        Assert.Equal(["one", "two", "three"], bench.Texts);
        Assert.Equal(kind, Assert.Single(log.Repair.Damages).Kind);
    }

    [Fact]
    public async Task Payload_that_holds_bytes_of_a_log_is_never_taken_for_records_of_this_one()
    {
        // A whole other log with plausible sequences inside of the second record, which is then damaged in front of it.
        var inner = await LogBench.WriteAsync("a", "b", "false witness");
        var bench = new LogBench(new SimulatedDisk());
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            await log.AppendAsync(LogBench.Type, (byte[])[.. new byte[8], .. inner.Content(LogBench.Segment(1))], Token);
            await log.AppendAsync(LogBench.Type, LogBench.Text("three"), Token);
            await log.AppendAsync(LogBench.Type, LogBench.Text("four"), Token);
        }

        bench.Disk.Flip(LogBench.Segment(1), SegmentHeader.Length + 32 + RecordHeader.Length, 0);
        var skipping = new LogBench(bench.Disk, Skip);
        await using var again = await skipping.OpenAsync();
        Assert.Equal(["one", "three", "four"], skipping.Texts);
    }

    [Fact]
    public async Task One_byte_changed_anywhere_never_crashes_never_gives_a_wrong_record_and_is_always_reported()
    {
        // 10 MB in ten segments by default of the command, a tenth of it in the suite: GRANARY_FLIPS=1000.
        var flips = Campaign.Size("GRANARY_FLIPS", 100);
        var megabytes = flips >= 1000 ? 10 : 2;
        var options = new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20, Reclaim = true };
        var bench = new LogBench(new SimulatedDisk(), options);
        var random = new Random(5);
        var written = new Dictionary<long, byte[]>();
        await using (var log = await bench.OpenAsync())
        {
            while (log.Snapshot().Bytes < megabytes << 20)
            {
                var payload = new byte[random.Next(1, 9000)];
                random.NextBytes(payload);
                written[await log.AppendAsync(LogBench.Type, payload, Token)] = payload;
            }
        }

        var segments = bench.Disk.ListFiles(LogBench.Folder).Where(static name => name.EndsWith(".seg", StringComparison.Ordinal)).ToList();
        for (var flip = 0; flip < flips; flip++)
        {
            var disk = bench.Disk.Copy();
            var path = $"{LogBench.Folder}/{segments[random.Next(segments.Count)]}";
            var offset = random.Next(disk.Content(path).Length);
            disk.Flip(path, offset, random.Next(8));
            foreach (var policy in (CorruptionPolicy[])[CorruptionPolicy.Stop, CorruptionPolicy.Skip])
            {
                var damaged = new LogBench(
                    disk.Copy(), new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20, Reclaim = true, OnCorruption = policy });
                var isReported = false;
                try
                {
                    await using var log = await damaged.OpenAsync();
                    isReported = !log.Repair.IsClean;
                    var lost = log.Repair.Damages.Sum(static damage => damage.LostRecords) + log.Repair.DiscardedRecords + log.Repair.TornTails;
                    Assert.True(written.Count - damaged.Replayed.Count <= lost, $"{path} {offset}: {written.Count - damaged.Replayed.Count} missing, {lost} reported");
                }
                catch (JournalException refused) when (policy == CorruptionPolicy.Stop)
                {
                    isReported = refused.Code == JournalErrorCodes.Corrupt && refused.Message.Contains("offset", StringComparison.Ordinal);
                }

                Assert.True(isReported, $"{path} {offset} {policy}: nothing was reported");
                foreach (var record in damaged.Replayed)
                {
                    Assert.True(record.Payload.Span.SequenceEqual(written.GetValueOrDefault(record.Sequence)), $"{path} {offset} {policy}: sequence {record.Sequence} is wrong");
                }
            }
        }
    }
}
