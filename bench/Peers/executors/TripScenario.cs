using System.Diagnostics;
using System.Globalization;
using Granary.Executors;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.ExecutorPeers;

/// <summary>
/// Where a round trip goes: 1 KB to another process and back over a bare socket, the same with an awaiting caller, and through the process pool. One at a
/// time, interleaved rounds, the median round.
/// </summary>
internal static class TripScenario
{
    private const int Rounds = 5;
    private const double Seconds = 1;

    /// <param name="only">Part of the name of the only ones to measure.</param>
    public static async Task<int> RunAsync(string only = "")
    {
        using var host = await PeerPools.StartAsync(workers: 2, threads: 2);
        var pools = host.Services.GetRequiredService<IExecutorPools>();
        var folder = Directory.CreateTempSubdirectory("trip");
        var data = new ReadOnlyMemory<byte>(new byte[Relay.Size]);
        using var here = new Relay(Path.Combine(folder.FullName, "here"), isAwaited: false);
        using var awaited = new Relay(Path.Combine(folder.FullName, "awaited"), isAwaited: true);
        (string Name, Func<Task> Call)[] systems =
        [
            ("bare socket, read by the thread that asked", () => here.Here(data)),
            ("bare socket, read by a thread that completes an awaiting caller", () => awaited.Awaited(data)),
            ("Granary process, .NET worker", () => EchoAsync(pools.Get("dotnet"), "echo", data)),
            ("Granary process, Python worker", () => EchoAsync(pools.Get("python"), "peer_tasks:echo", data)),
            ("Granary thread", () => EchoAsync(pools.Get("thread"), "echo", data)),
        ];
        systems = [.. systems.Where(system => system.Name.Contains(only, StringComparison.Ordinal))];
        var seen = systems.ToDictionary(static system => system.Name, static _ => new List<Measurement>(), StringComparer.Ordinal);
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var (name, call) in systems)
            {
                var measured = await Task.Run(() => MeasureAsync(call));
                if (round >= 0)
                {
                    seen[name].Add(measured);
                }
            }
        }

        Console.WriteLine("| way of 1 KB there and back, one at a time | trips/s | p50 µs | p99 µs |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (name, _) in systems)
        {
            var median = Measurement.Median(seen[name]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {median.PerSecond:0} | {median.P50:0.0} | {median.P99:0} |"));
        }

        folder.Delete(recursive: true);
        await host.StopAsync();
        return 0;
    }

    private static async Task<Measurement> MeasureAsync(Func<Task> call)
    {
        var latencies = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < Seconds)
        {
            var start = Stopwatch.GetTimestamp();
            await call();
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Measurement.Of(latencies, Stopwatch.GetElapsedTime(begun));
    }

    private static async Task EchoAsync(IExecutorPool pool, string handler, ReadOnlyMemory<byte> data)
    {
        var outcome = await pool.RunAsync<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>(new ExecutorCall(handler), data, CancellationToken.None);
        if (!outcome.IsCompleted || outcome.Value.Length != data.Length)
        {
            throw new InvalidOperationException($"The echo failed: {outcome}");
        }
    }
}
