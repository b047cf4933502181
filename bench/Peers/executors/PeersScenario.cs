using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Granary.Executors;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.ExecutorPeers;

/// <summary>
/// Echo of 1 KB: our process pool with .NET and Python workers beside Python's ProcessPoolExecutor, our thread pool beside ThreadPoolExecutor and .NET's
/// ThreadPool. Rounds interleave (A B C A B C …); the median round counts.
/// </summary>
internal static class PeersScenario
{
    private const int Workers = 2;
    private const int Threads = 8;
    private const int Rounds = 3;
    private const double Seconds = 1.2;
    private static readonly int[] InFlight = [1, 8, 64];
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync()
    {
        using var host = await PeerPools.StartAsync(Workers, Threads);
        var pools = host.Services.GetRequiredService<IExecutorPools>();
        using var python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "peer.py"), $"{Workers}", $"{Threads}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var data = new ReadOnlyMemory<byte>(new byte[1024]);
        (string Name, Func<int, double, Task<Measurement>> Measure)[] systems =
        [
            ("Granary process, .NET worker", (flight, seconds) => OursAsync(() => EchoAsync(pools.Get("dotnet"), "echo", data), flight, seconds)),
            ("Granary process, Python worker", (flight, seconds) => OursAsync(() => EchoAsync(pools.Get("python"), "peer_tasks:echo", data), flight, seconds)),
            ("Python ProcessPoolExecutor", (flight, seconds) => TheirsAsync(python, "process", flight, seconds)),
            ("Granary thread", (flight, seconds) => OursAsync(() => EchoAsync(pools.Get("thread"), "echo", data), flight, seconds)),
            ("Python ThreadPoolExecutor", (flight, seconds) => TheirsAsync(python, "thread", flight, seconds)),
            (".NET ThreadPool (Task.Run)", (flight, seconds) => OursAsync(() => Task.Run(() => data), flight, seconds)),
        ];
        foreach (var (_, measure) in systems)
        {
            await measure(8, 1);
        }

        Console.WriteLine($"{Environment.ProcessorCount} cores, {Workers} workers, {Threads} threads, {Rounds} interleaved rounds of {Seconds} s, median round; echo of 1 KB");
        Console.WriteLine("| system | in flight | tasks/s | p50 µs | p99 µs |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var flight in InFlight)
        {
            var rounds = systems.ToDictionary(static system => system.Name, static _ => new List<Measurement>(), StringComparer.Ordinal);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var (name, measure) in systems)
                {
                    rounds[name].Add(await measure(flight, Seconds));
                }
            }

            foreach (var (name, _) in systems)
            {
                var median = Measurement.Median(rounds[name]);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {flight} | {median.PerSecond:0} | {median.P50:0} | {median.P99:0} |"));
            }
        }

        python.StandardInput.Close();
        await python.WaitForExitAsync();
        await host.StopAsync();
        return 0;
    }

    private static async Task EchoAsync(IExecutorPool pool, string handler, ReadOnlyMemory<byte> data)
    {
        var outcome = await pool.RunAsync<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>(new ExecutorCall(handler), data, CancellationToken.None);
        if (!outcome.IsCompleted || outcome.Value.Length != data.Length)
        {
            throw new InvalidOperationException($"The echo failed: {outcome}");
        }
    }

    private static async Task<Measurement> OursAsync(Func<Task> call, int inFlight, double seconds)
    {
        var begun = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds)
            {
                var start = Stopwatch.GetTimestamp();
                await call();
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            return mine;
        })));
        return Measurement.Of([.. latencies.SelectMany(static mine => mine)], Stopwatch.GetElapsedTime(begun));
    }

    private static async Task<Measurement> TheirsAsync(Process python, string executor, int inFlight, double seconds)
    {
        await python.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{executor} {inFlight} {seconds}"));
        await python.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<Measurement>(await python.StandardOutput.ReadLineAsync() ?? "null", Web)!;
    }
}
