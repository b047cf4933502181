using System.Diagnostics;
using System.Globalization;
using Granary.Executors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.ExecutorPeers;

/// <summary>
/// Eight calls that block for a second, on every kind of pool; p99 of a health route of the same process meanwhile, beside its p99 with nothing to do.
/// One run, one process, 200 requests a second, one at a time.
/// </summary>
internal static class CalmScenario
{
    private const int Calls = 8;
    private const int Rounds = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        using var host = await PeerPools.StartAsync(workers: 8, threads: 8);
        var pools = host.Services.GetRequiredService<IExecutorPools>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/healthz/live", static () => "live");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await ProbeAsync(client, () => Window);
        List<double> idle = [];
        var busy = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            idle.AddRange(await ProbeAsync(client, () => Window));
            foreach (var (kind, handler) in new[] { ("inline", "block"), ("thread", "block"), ("dotnet", "block"), ("python", "peer_tasks:block") })
            {
                var running = Task.WhenAll(Enumerable.Range(0, Calls).Select(async _ =>
                {
                    var outcome = await pools.Get(kind).RunAsync<double, double>(new ExecutorCall(handler), 1, CancellationToken.None);
                    if (!outcome.IsCompleted)
                    {
                        throw new InvalidOperationException($"{kind}: {outcome}");
                    }
                }));
                if (!busy.TryGetValue(kind, out var list))
                {
                    busy.Add(kind, list = []);
                }

                list.AddRange(await ProbeAsync(client, () => running.IsCompleted ? TimeSpan.Zero : Window));
                await running;
            }
        }

        Console.WriteLine("| while | requests | p50 µs | p99 µs | p99 / idle p99 |");
        Console.WriteLine("|---|---|---|---|---|");
        var calm = Measurement.Of(idle, Window).P99;
        foreach (var (name, latencies) in busy.Prepend(KeyValuePair.Create("idle", idle)))
        {
            var seen = Measurement.Of(latencies, Window);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {latencies.Count} | {seen.P50:0} | {seen.P99:0} | {seen.P99 / calm:0.00} |"));
        }

        await app.StopAsync();
        await host.StopAsync();
        return 0;
    }

    private static async Task<List<double>> ProbeAsync(HttpClient client, Func<TimeSpan> window)
    {
        var latencies = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < window())
        {
            var start = Stopwatch.GetTimestamp();
            await client.GetStringAsync(new Uri("/healthz/live", UriKind.Relative));
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            await Task.Delay(Pause, TimeProvider.System);
        }

        return latencies;
    }
}
