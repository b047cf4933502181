using System.Diagnostics;
using System.Globalization;
using Granary.Executors;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.ExecutorPeers;

/// <summary>A task of 5 s is cancelled at 50 ms: when is its caller free, and when does its lane take the next task.</summary>
internal static class CancelScenario
{
    public static async Task<int> RunAsync()
    {
        using var host = await PeerPools.StartAsync(workers: 1, threads: 1);
        var pools = host.Services.GetRequiredService<IExecutorPools>();
        Console.WriteLine("| pool | caller free after | next task of the lane done after | gigabyte refused after |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (kind, block, echo) in new[] { ("thread", "block", "echo"), ("dotnet", "block", "echo"), ("python", "peer_tasks:block", "peer_tasks:echo") })
        {
            var pool = pools.Get(kind);
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            var begun = Stopwatch.GetTimestamp();
            var outcome = await pool.RunAsync<double, double>(new ExecutorCall(block), 5, source.Token);
            var free = Stopwatch.GetElapsedTime(begun);
            var next = await pool.RunAsync<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>(new ExecutorCall(echo), new byte[1], CancellationToken.None);
            var back = Stopwatch.GetElapsedTime(begun);
            var large = new byte[1_000_000_000];
            begun = Stopwatch.GetTimestamp();
            var refused = await pool.RunAsync(new ExecutorCall(echo), ExecutorPayload.Bytes(large), CancellationToken.None);
            var refusal = Stopwatch.GetElapsedTime(begun);
            var text = refused.Failure is { } failure ? $"{refusal.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms, {failure.Code}" : "taken: by reference";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {kind} | {free.TotalMilliseconds:0} ms, {outcome.Status} | {back.TotalMilliseconds:0} ms, {next.Status} | {text} |"));
            GC.KeepAlive(large);
        }

        await host.StopAsync();
        return 0;
    }
}
