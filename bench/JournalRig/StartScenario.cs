using System.Diagnostics;
using Granary.Journal;

namespace Granary.JournalRig;

/// <summary>Opening the keyed store under embedded grain state: 100,000 live states of 500 B that were each written twice, and 1,000,000 of 100 B.</summary>
internal static class StartScenario
{
    public static async Task RunAsync(string folder)
    {
        await MeasureAsync(Path.Combine(folder, "states"), 100_000, 500, writes: 2, "< 2 s");
        await MeasureAsync(Path.Combine(folder, "million"), 1_000_000, 100, writes: 1, "< 5 s without its index, < 2 s with it");
    }

    private static async Task MeasureAsync(string folder, int keys, int size, int writes, string budget)
    {
        var options = new KeyedStoreOptions { Durability = Durability.None };
        await using (var store = await KeyedStore.OpenAsync(folder, options, TimeProvider.System, CancellationToken.None))
        {
            var etags = new string?[keys];
            for (var write = 0; write < writes; write++)
            {
                for (var from = 0; from < keys; from += 5000)
                {
                    await Task.WhenAll(Enumerable.Range(from, Math.Min(5000, keys - from)).Select(async key =>
                        etags[key] = await store.PutAsync("state", $"grain/{key:D8}", new byte[size], etags[key], CancellationToken.None)));
                }
            }
        }

        var hasIndex = File.Exists(Path.Combine(folder, "index"));
        await OpenAsync(folder, options, keys, hasIndex ? "with its index" : "without an index", budget);
        if (hasIndex)
        {
            File.Delete(Path.Combine(folder, "index"));
            await OpenAsync(folder, options, keys, "without its index", budget);
        }
    }

    private static async Task OpenAsync(string folder, KeyedStoreOptions options, int keys, string how, string budget)
    {
        var watch = Stopwatch.StartNew();
        await using var store = await KeyedStore.OpenAsync(folder, options, TimeProvider.System, CancellationToken.None);
        Console.WriteLine($"{store.Snapshot().Entries} of {keys} states ready after {watch.Elapsed.TotalSeconds:0.00} s {how} ({store.Snapshot().TotalBytes / 1e6:0} MB; budget: {budget})");
    }
}
