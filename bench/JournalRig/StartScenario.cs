using System.Diagnostics;
using Granary.Journal;

namespace Granary.JournalRig;

/// <summary>Opening the keyed store under embedded grain state: 100,000 live states of 500 B that were each written twice, and 1,000,000 of 100 B.</summary>
internal static class StartScenario
{
    public static async Task RunAsync(string folder)
    {
        await MeasureAsync(Path.Combine(folder, "states"), 100_000, 500, writes: 2, "< 2 s");
        await MeasureAsync(Path.Combine(folder, "million"), 1_000_000, 100, writes: 1, "< 2 s");
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

        // In a process of its own, as a start is: nothing is compiled, and no heap is left from writing.
        using var opener = Process.Start(Environment.ProcessPath!, [folder, "open", $"{keys}", budget]);
        await opener.WaitForExitAsync();
    }

    public static async Task OpenAsync(string folder, string keys, string budget)
    {
        var watch = Stopwatch.StartNew();
        await using var store = await KeyedStore.OpenAsync(folder, new KeyedStoreOptions { Durability = Durability.None }, TimeProvider.System, CancellationToken.None);
        var (seconds, found) = (watch.Elapsed.TotalSeconds, store.Snapshot());
        Console.WriteLine(
            $"{found.Entries} of {keys} states ready after {seconds:0.00} s ({found.TotalBytes / 1e6:0} MB, {found.Entries / seconds / 1000:0} keys/ms; budget: {budget})");
    }
}
