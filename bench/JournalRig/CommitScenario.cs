using System.Diagnostics;
using Granary.Journal;

namespace Granary.JournalRig;

/// <summary>
/// Durable records per second, 1 KB each: the journal with 64 writers in mode always, one write and one sync per record, and SQLite in WAL mode with full
/// sync, one record and 64 records per transaction. Three rounds in turn, so that the disk is the same for all; medians.
/// </summary>
internal static class CommitScenario
{
    private const int Writers = 64;
    private const int Rounds = 3;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);
    private static readonly byte[] Payload = new byte[1024];

    public static async Task RunAsync(string folder)
    {
        List<double> journal = [], single = [], sqlite = [], sqliteBatch = [];
        var perBatch = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            single.Add(SyncPerRecord(folder));
            (var rate, perBatch) = await JournalAsync(Path.Combine(folder, $"log{round}"));
            journal.Add(rate);
            if (SqliteWal.IsThere)
            {
                sqlite.Add(SqliteWal.Rate(Path.Combine(folder, $"a{round}.db"), Payload, perTransaction: 1, Window));
                sqliteBatch.Add(SqliteWal.Rate(Path.Combine(folder, $"b{round}.db"), Payload, perTransaction: Writers, Window));
            }
        }

        Console.WriteLine($"one write and sync per record: {Median(single):0} records/s (rounds: {Text(single)})");
        Console.WriteLine($"journal, {Writers} writers, always: {Median(journal):0} records/s (rounds: {Text(journal)}), {perBatch:0.0} records per sync");
        Console.WriteLine($"ratio: {Median(journal) / Median(single):0.0} (budget: >= 5)");
        if (sqlite.Count > 0)
        {
            Console.WriteLine($"SQLite WAL, synchronous=FULL, one record per transaction: {Median(sqlite):0} records/s; journal is {Median(journal) / Median(sqlite):0.0} x");
            Console.WriteLine($"SQLite WAL, synchronous=FULL, {Writers} records per transaction: {Median(sqliteBatch):0} records/s; journal is {Median(journal) / Median(sqliteBatch):0.0} x");
        }
    }

    private static double SyncPerRecord(string folder)
    {
        using var handle = File.OpenHandle(Path.Combine(folder, "single"), FileMode.Create, FileAccess.ReadWrite);
        var watch = Stopwatch.StartNew();
        var records = 0L;
        for (; watch.Elapsed < Window; records++)
        {
            RandomAccess.Write(handle, Payload, records * Payload.Length);
            RandomAccess.FlushToDisk(handle);
        }

        return records / watch.Elapsed.TotalSeconds;
    }

    private static async Task<(double Rate, double PerBatch)> JournalAsync(string folder)
    {
        await using var log = await SegmentLog.OpenAsync(new LogOptions { Folder = folder }, TimeProvider.System, static _ => { }, CancellationToken.None);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < Window)
            {
                await log.AppendAsync(96, Payload, CancellationToken.None);
            }
        })));
        var snapshot = log.Snapshot();
        return (snapshot.Records / watch.Elapsed.TotalSeconds, (double)snapshot.Records / snapshot.Batches);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(List<double> values) => string.Join(", ", values.Select(static value => $"{value:0}"));
}
