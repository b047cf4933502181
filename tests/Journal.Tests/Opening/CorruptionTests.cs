using System.Buffers.Binary;
using Granary.Journal.Format;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Opening;

public sealed class CorruptionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damage_before_a_record_that_proves_it_refuses_with_file_offset_and_sequence()
    {
        var disk = await LogBench.WriteAsync("one", "two", "three");
        Flip(disk, LogBench.Segment(1), SegmentHeader.Length + 32 + RecordHeader.Length, 0);
        var before = disk.Content(LogBench.Segment(1)).ToArray();
        var error = await Assert.ThrowsAsync<JournalException>(new LogBench(disk).OpenAsync);
        Assert.Equal(JournalErrorCodes.Corrupt, error.Code);
        Assert.Contains(LogBench.Segment(1), error.Message, StringComparison.Ordinal);
        Assert.Contains("offset 96", error.Message, StringComparison.Ordinal);
        Assert.Contains("sequence 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, disk.Content(LogBench.Segment(1)));
    }

    [Fact]
    public async Task Every_single_flipped_bit_gives_right_records_or_a_refusal()
    {
        var texts = new[] { "one", "the second", "three", "4" };
        var whole = await LogBench.WriteAsync(texts);
        var length = whole.Content(LogBench.Segment(1)).Length;
        for (var bit = 0; bit < length * 8; bit++)
        {
            var disk = whole.Copy();
            Flip(disk, LogBench.Segment(1), bit / 8, bit % 8);
            var bench = new LogBench(disk);
            try
            {
                await using var log = await bench.OpenAsync();
            }
            catch (JournalException error)
            {
                Assert.Equal(JournalErrorCodes.Corrupt, error.Code);
            }

            var left = bench.Texts.ToList();
            Assert.True(texts.Take(left.Count).SequenceEqual(left), $"bit {bit}: {string.Join(", ", left)}");
        }
    }

    [Fact]
    public async Task Close_mark_proves_the_last_record_and_its_loss_is_reported()
    {
        var bench = new LogBench(new SimulatedDisk());
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token);
        }

        var bytes = bench.Disk.Content(LogBench.Segment(1));
        bench.Disk.SetContent(LogBench.Segment(1), bytes[..^7]);
        await using (var log = await bench.OpenAsync())
        {
            Assert.Equal(["one"], bench.Texts);
            Assert.True(log.Repair.DurableLoss);
        }

        await using var again = await bench.OpenAsync();
        Assert.False(again.Repair.DurableLoss);
    }

    [Fact]
    public async Task Damage_in_a_segment_that_has_a_successor_refuses_even_at_its_end()
    {
        var bench = new LogBench(new SimulatedDisk(), new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20 });
        await using (var log = await bench.OpenAsync())
        {
            for (var index = 0; index < 3; index++)
            {
                await log.AppendAsync(LogBench.Type, new byte[600_000], Token);
            }
        }

        var bytes = bench.Disk.Content(LogBench.Segment(2));
        bench.Disk.SetContent(LogBench.Segment(2), bytes[..^100]);
        Assert.Equal(JournalErrorCodes.Corrupt, (await Assert.ThrowsAsync<JournalException>(bench.OpenAsync)).Code);
    }

    [Fact]
    public async Task Missing_and_foreign_segments_refuse()
    {
        var options = new LogOptions { Folder = LogBench.Folder, SegmentBytes = 1 << 20 };
        var bench = new LogBench(new SimulatedDisk(), options);
        await using (var log = await bench.OpenAsync())
        {
            for (var index = 0; index < 3; index++)
            {
                await log.AppendAsync(LogBench.Type, new byte[600_000], Token);
            }
        }

        var missing = bench.Disk.Copy();
        missing.Delete(LogBench.Segment(2));
        Assert.Contains("missing", (await Assert.ThrowsAsync<JournalException>(new LogBench(missing, options).OpenAsync)).Message, StringComparison.Ordinal);

        var first = bench.Disk.Copy();
        first.Delete(LogBench.Segment(1));
        Assert.Contains("missing", (await Assert.ThrowsAsync<JournalException>(new LogBench(first, options).OpenAsync)).Message, StringComparison.Ordinal);

        var foreign = bench.Disk.Copy();
        var bytes = foreign.Content(LogBench.Segment(3)).ToArray();
        new SegmentHeader(1, Guid.NewGuid(), 3, 0).Write(bytes);
        foreign.SetContent(LogBench.Segment(3), bytes);
        Assert.Contains("belongs to log", (await Assert.ThrowsAsync<JournalException>(new LogBench(foreign, options).OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(96, 3)]
    public async Task What_a_newer_release_wrote_is_refused_unless_it_may_be_skipped(byte type, byte version)
    {
        var disk = await LogBench.WriteAsync("one", "two");
        Rewrite(disk, type, version, RecordFlags.None);
        var error = await Assert.ThrowsAsync<JournalException>(new LogBench(disk).OpenAsync);
        Assert.Equal(JournalErrorCodes.Newer, error.Code);
        Assert.Contains($"type {type}, version {version}", error.Message, StringComparison.Ordinal);

        Rewrite(disk, type, version, RecordFlags.Skippable);
        var bench = new LogBench(disk);
        await using var log = await bench.OpenAsync();
        Assert.Equal(["one"], bench.Texts);
        Assert.Equal(3, await log.AppendAsync(LogBench.Type, LogBench.Text("three"), Token));
    }

    [Fact]
    public async Task Newer_segment_format_is_refused()
    {
        var disk = await LogBench.WriteAsync("one");
        var bytes = disk.Content(LogBench.Segment(1)).ToArray();
        new SegmentHeader(2, Guid.NewGuid(), 1, 0).Write(bytes);
        disk.SetContent(LogBench.Segment(1), bytes);
        Assert.Equal(JournalErrorCodes.Newer, (await Assert.ThrowsAsync<JournalException>(new LogBench(disk).OpenAsync)).Code);
    }

    private static void Flip(SimulatedDisk disk, string path, int offset, int bit)
    {
        var bytes = disk.Content(path).ToArray();
        bytes[offset] ^= (byte)(1 << bit);
        disk.SetContent(path, bytes);
    }

    // Makes the second record one of another type, version and flags, with a right checksum.
    private static void Rewrite(SimulatedDisk disk, byte type, byte version, RecordFlags flags)
    {
        var bytes = disk.Content(LogBench.Segment(1)).ToArray();
        var record = bytes.AsSpan(SegmentHeader.Length + 32, RecordHeader.Length + 3);
        record[20] = type;
        record[21] = version;
        BinaryPrimitives.WriteUInt16LittleEndian(record[22..], (ushort)flags);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], RecordHeader.ChecksumOf(record));
        disk.SetContent(LogBench.Segment(1), bytes);
    }
}
