using System.Diagnostics;
using Granary.Journal;

namespace Granary.JournalRig;

/// <summary>Opening a log of 1,000,000 records, every checksum checked and every record delivered: small ones, and 300 B as cells have.</summary>
internal static class ScanScenario
{
    private const int Records = 1_000_000;
    private const int PerAppend = 1000;

    public static async Task RunAsync(string folder)
    {
        foreach (var size in (int[])[40, 300])
        {
            var options = new LogOptions { Folder = Path.Combine(folder, $"scan{size}"), Durability = Durability.None };
            await using (var log = await SegmentLog.OpenAsync(options, TimeProvider.System, static _ => { }, CancellationToken.None))
            {
                ReadOnlyMemory<byte>[] payloads = [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[size], PerAppend)];
                for (var index = 0; index < Records / PerAppend; index++)
                {
                    await log.AppendAsync(96, payloads, CancellationToken.None);
                }
            }

            var seen = 0;
            var watch = Stopwatch.StartNew();
            await using var again = await SegmentLog.OpenAsync(options, TimeProvider.System, _ => seen++, CancellationToken.None);
            var seconds = watch.Elapsed.TotalSeconds;
            var megabytes = again.Snapshot().Bytes / 1e6;
            Console.WriteLine(
                $"{seen} records of {size} B ({megabytes:0} MB): {seconds:0.00} s, {megabytes / seconds:0} MB/s, {seen / seconds:0} records/s (budget: >= 200 MB/s and >= 500,000 small records/s)");
        }
    }
}
