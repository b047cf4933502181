using System.Collections.Concurrent;
using System.Diagnostics;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.LoadRig;

/// <summary>
/// What replay costs live traffic: 500 requests are in flight when their process is killed; the next one replays them at 100/s beside live calls, whose
/// p99 is compared with that of the same process before replay begins.
/// </summary>
internal static class ReplayScenario
{
    private const int Entries = 500;
    private const int Callers = 8;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using (var first = await RequestHostProcess.StartAsync(folder.Path))
        {
            var calls = Enumerable.Range(0, Entries).Select(i => first.WorkAsync($"hang {i}", cancellationToken)).ToList();
            await first.LineAsync($@"^RUNS {Entries}\.");
            await first.KillAsync();
            await Task.WhenAny(Task.WhenAll(calls));
        }

        // The start delay is the quiet time: the first seconds warm the process up, the rest is the yardstick.
        await using var host = await RequestHostProcess.StartAsync(folder.Path, "--Recovery:StartDelay", $"{Quiet:c}");
        var started = Stopwatch.GetTimestamp();
        var samples = new ConcurrentBag<(TimeSpan At, double Milliseconds)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = Enumerable.Range(0, Callers).Select(_ => CallAsync(host, started, samples, stop.Token)).ToList();
        await Task.Delay(Quiet + Busy + TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(load);
        var replay = await host.UntilIdleAsync(cancellationToken);

        var idle = P99(samples, Quiet / 2, Quiet - TimeSpan.FromMilliseconds(500));
        var busy = P99(samples, Quiet + TimeSpan.FromMilliseconds(200), Quiet + Busy);
        Console.WriteLine($"replayed {replay.GetProperty("finished")} of {Entries} at 100/s, {samples.Count} live calls by {Callers} callers");
        Console.WriteLine($"live p99: idle {idle:0.0} ms, during replay {busy:0.0} ms, ratio {busy / idle:0.00} (budget: 2)");
    }

    private static async Task CallAsync(
        RequestHostProcess host, long started, ConcurrentBag<(TimeSpan At, double Milliseconds)> samples, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            await host.WorkAsync("live", CancellationToken.None, "live");
            samples.Add((Stopwatch.GetElapsedTime(started, begun), Stopwatch.GetElapsedTime(begun).TotalMilliseconds));
        }
    }

    private static double P99(IEnumerable<(TimeSpan At, double Milliseconds)> samples, TimeSpan from, TimeSpan to)
    {
        var sorted = samples.Where(sample => sample.At >= from && sample.At < to).Select(static sample => sample.Milliseconds).Order().ToList();
        return sorted[(int)(sorted.Count * 0.99)];
    }
}
