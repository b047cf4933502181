using System.Diagnostics;
using System.Globalization;
using Granary.TestKit;

namespace Granary.Journal.Tests.Crashing;

/// <summary>A process that kills itself at a named point, on the real file system; everything it had been told is stored must be there.</summary>
public sealed class CrashTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Name of the point and where it is.</summary>
    public static TheoryData<string, string> Points => new()
    {
        { "between write and sync", "kill Sync 20" },
        { "before the write", "kill Write 20" },
        { "between copy and delete", "kill Delete 1" },
        { "between the second copy and its delete", "kill Delete 2" },
        { "during compaction", "kill Sync 36" },
        { "at the change of segments", "kill Create 3" },
        { "before the gap record's segment", "kill Create 3 fail Sync 15" },
        { "before the header of the gap record's segment", "kill Write 18 fail Sync 15" },
        { "between header and gap record", "kill Write 19 fail Sync 15" },
        { "between gap record and its sync", "kill Sync 16 fail Sync 15" },
        { "never", "kill Create 1000" },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_process_leaves_everything_acknowledged_and_nothing_half(string name, string point)
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("store");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[CrashingChild.FolderVariable] = store;
        start.Environment[CrashingChild.PointVariable] = point;
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync(Token);
        var acknowledged = new Dictionary<int, (int Round, string ETag)>();
        while (await child.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            var words = line.Split(' ');
            acknowledged[int.Parse(words[0], CultureInfo.InvariantCulture)] = (int.Parse(words[1], CultureInfo.InvariantCulture), words[2]);
        }

        await child.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.True(acknowledged.Count > 0, $"{name}: the child said nothing: {await errors}");
        Assert.Equal(name == "never", child.ExitCode == 0);

        await using var again = await KeyedStore.OpenAsync(store, new KeyedStoreOptions { SegmentBytes = 1 << 20 }, TimeProvider.System, Token);
        Assert.False(again.Repair.DurableLoss);
        foreach (var (key, (round, etag)) in acknowledged)
        {
            var entry = again.Get("t", $"{key}");
            Assert.NotNull(entry);
            var isNewer = entry.ETag != etag;
            Assert.True(
                entry.Payload.Span.SequenceEqual(CrashingChild.Value(key, isNewer ? RoundOf(entry) : round)) && (!isNewer || RoundOf(entry) > round),
                $"{name}: key {key} holds another value than round {round}");
        }

        // One write was under way; every other key holds exactly what was acknowledged.
        var newer = acknowledged.Count(pair => again.Get("t", $"{pair.Key}")!.ETag != pair.Value.ETag);
        Assert.True(newer <= 1, $"{name}: {newer} keys are newer than acknowledged");
        Assert.True(again.Snapshot().Entries <= acknowledged.Count + 1);
    }

    private static int RoundOf(KeyedEntry entry) =>
        int.Parse(System.Text.Encoding.ASCII.GetString(entry.Payload.Span[..20]).Split(' ')[1], CultureInfo.InvariantCulture);
}
