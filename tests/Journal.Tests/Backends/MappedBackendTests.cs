using Granary.Journal.Backends;
using Granary.TestKit;

namespace Granary.Journal.Tests.Backends;

public sealed class MappedBackendTests : RecordLogSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Segment_left_by_a_killed_process_ends_with_its_last_record_and_nothing_is_torn()
    {
        var path = _folder.File("killed");
        await using (var log = await OpenAsync(Backend()))
        {
            await log.AppendAsync(16, Text("one"), Token);

            // What a killed process leaves: the file at its full size, zeros behind the last record.
            Directory.CreateDirectory(Path.Combine(path, LogName));
            File.Copy(Path.Combine(_folder.File("journal"), LogName, "00000000000000000001.seg"), Path.Combine(path, LogName, "00000000000000000001.seg"));
        }

        var killed = new SegmentsBackend(Options(path), Clock, instruments: null);
        Assert.Equal(32 << 20, new FileInfo(Path.Combine(path, LogName, "00000000000000000001.seg")).Length);
        await using (var again = await OpenAsync(killed))
        {
            Assert.True(again.Repair.IsClean);
            Assert.Equal(2, await again.AppendAsync(16, Text("two"), Token));
        }

        Assert.Equal([(1L, (byte)16, "one"), (2, 16, "two")], await ReplayAsync(killed));
        Assert.True(new FileInfo(Path.Combine(path, LogName, "00000000000000000001.seg")).Length < 1000);
    }

    private protected override IJournalBackend Backend() => new SegmentsBackend(Options(_folder.File("journal")), Clock, instruments: null);

    private static JournalOptions Options(string path) =>
        new() { Path = path, Backend = JournalBackends.Mapped, Durability = Durability.Interval, SegmentSize = 32 << 20, ReserveBytes = 0 };
}
