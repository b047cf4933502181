using System.Text;
using Granary.Journal.Tests.Disk;
using Granary.TestKit;

namespace Granary.Journal.Tests;

/// <summary>Opens logs on a simulated disk and remembers what was replayed.</summary>
internal sealed class LogBench(SimulatedDisk disk, LogOptions? options = null)
{
    public const string Folder = "/log";
    public const byte Type = 96;

    public SimulatedDisk Disk => disk;

    public ManualClock Clock { get; } = new();

    public List<LogRecord> Replayed { get; } = [];

    public IEnumerable<string> Texts => Replayed.Select(static record => Encoding.UTF8.GetString(record.Payload.Span));

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);

    public Task<SegmentLog> OpenAsync()
    {
        Replayed.Clear();
        return SegmentLog.OpenAsync(options ?? new LogOptions { Folder = Folder }, Clock, Replayed.Add, disk, Token);
    }

    /// <summary>A disk with a log of these records, each written and synced by itself; left without a clean close.</summary>
    public static async Task<SimulatedDisk> WriteAsync(params string[] texts)
    {
        var bench = new LogBench(new SimulatedDisk());
        await using var log = await bench.OpenAsync();
        foreach (var text in texts)
        {
            await log.AppendAsync(Type, Text(text), Token);
        }

        return bench.Disk.Copy();
    }

    public static string Segment(long firstSequence) => $"{Folder}/{firstSequence:D20}.seg";
}
