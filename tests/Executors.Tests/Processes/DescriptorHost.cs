using System.Globalization;

namespace Granary.Executors.Tests.Processes;

/// <summary>Replaces a worker several times and says how many descriptors the process has before and after, and what is in its run folder.</summary>
internal static class DescriptorHost
{
    public static async Task<int> RunAsync(string runtime)
    {
        var replacements = int.Parse(Environment.GetEnvironmentVariable("GRANARY_REPLACEMENTS") ?? "6", CultureInfo.InvariantCulture);
        var isPython = runtime == "python";
        (string, string)[] settings = isPython
            ? [("Pools:test:Runtime", "python"), ("Pools:test:Python:File", Path.Combine(AppContext.BaseDirectory, "test_tasks.py"))]
            : [];
        await using var host = await PoolHost.StartAsync([.. settings, ("Pools:test:MaxWorkers", "1"), ("Pools:test:WhenUnhealthy", "wait")]);
        var pool = host.Pools.Get("test");
        await ReplaceAsync(2);
        var before = OpenFiles.Count();
        await ReplaceAsync(replacements);

        // Streams of the last worker may be closed a little later than its end is reported.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (OpenFiles.Count() > before && !patience.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        var entries = Directory.GetFileSystemEntries(Directory.GetDirectories(host.RunFolder).Single()).Length;
        Console.WriteLine($"descriptors {before} then {OpenFiles.Count()}, {entries} entries after {replacements} replacements");
        return 0;

        async Task ReplaceAsync(int times)
        {
            for (var count = 0; count < times; count++)
            {
                await pool.RunAsync(new ExecutorCall(isPython ? "test_tasks:echo" : "echo"), ExecutorPayload.Bytes(default), CancellationToken.None);
                await pool.RunAsync(
                    new ExecutorCall(isPython ? "test_tasks:exit" : "exit"), ExecutorPayload.Json("1"u8.ToArray()), CancellationToken.None);
            }

            await Eventually.TrueAsync(() => pool.Snapshot().Workers is [{ State: ExecutorWorkerState.Ready }]);
        }
    }
}
