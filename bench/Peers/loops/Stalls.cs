using System.Diagnostics;
using System.Globalization;
using Granary.SocketLoops;
using Granary.SocketLoops.Epoll;
using Granary.SocketLoops.Inspection;
using Granary.SocketLoops.Loops;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Peers.Loops;

/// <summary>
/// <c>stall</c>: one of two loops is kept for 100 ms, ten times: how long until it is reported, and with its stack, and what the other loop's posts notice of it.
/// </summary>
internal static class Stalls
{
    private const int Times = 10;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1.2);

    public static async Task<int> RunAsync()
    {
        var settings = LoopSettings.From(new LoopOptions());
        var tuning = new LiveTuning(settings.Tuning);
        var sampler = new DiagnosticsStackSampler(TimeProvider.System, NullLogger<DiagnosticsStackSampler>.Instance, TimeSpan.Zero);
        using var monitor = new StallMonitor(TimeProvider.System, tuning, sampler, NullLogger.Instance);
        var loops = Enumerable.Range(0, 2).Select(id => new Loop(id, new EpollBackend(), settings, tuning, monitor, NullLogger.Instance)).ToList();
        await Task.WhenAll(loops.Select(static loop => loop.StartAsync()));
        monitor.Watch(loops);

        var calm = await PostsAsync(loops[1], Between * Times);
        var posts = PostsAsync(loops[1], Between * Times);
        var (reported, over) = (new List<double>(), new List<double>());
        for (var index = 0; index < Times; index++)
        {
            var (seen, whole) = await StallAsync(loops[0], monitor);
            reported.Add(seen);
            over.Add(whole);
            await Task.Delay(Between - Length, TimeProvider.System);
        }

        var beside = await posts;
        tuning.Current = tuning.Current with { StallStacks = true };
        var stack = await StackAsync(loops[0], monitor);
        Console.WriteLine("| what | ms |");
        Console.WriteLine("|---|---|");
        Line("from its start until a callback of 100 ms is visible, worst of 10", reported.Max());
        Line("until it is visible with its duration, worst of 10", over.Max());
        Line("until its stack is visible (one sample)", stack.Milliseconds);
        Line("posts to the other loop, p99, nobody stalls", At(calm, 0.99));
        Line("posts to the other loop, p99, while this one stalls", At(beside, 0.99));
        Console.WriteLine($"Stack: {string.Join(" ← ", stack.Frames.Take(6))}");
        await Task.WhenAll(loops.Select(static loop => loop.StopAsync()));
        return 0;
    }

    private static async Task<(double Seen, double Whole)> StallAsync(Loop loop, StallMonitor monitor)
    {
        var began = Stopwatch.GetTimestamp();
        var before = monitor.Recent.Count;
        loop.Post(static _ => Keep(Length), null);
        var seen = 0.0;
        while (true)
        {
            if (monitor.Recent is var recent && recent.Count > before)
            {
                seen = seen == 0 ? Stopwatch.GetElapsedTime(began).TotalMilliseconds : seen;
                if (recent[^1].IsOver)
                {
                    return (seen, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private static async Task<(double Milliseconds, IReadOnlyList<string> Frames)> StackAsync(Loop loop, StallMonitor monitor)
    {
        var began = Stopwatch.GetTimestamp();
        var before = monitor.Recent.Count;
        loop.Post(static _ => Keep(Length), null);
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20))
        {
            if (monitor.Recent is [.., { Stack.Count: > 0 } last] recent && recent.Count > before)
            {
                return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, last.Stack);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return (double.NaN, []);
    }

    private static void Keep(TimeSpan length)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < length)
        {
            Thread.SpinWait(100);
        }
    }

    private static async Task<List<double>> PostsAsync(Loop loop, TimeSpan length)
    {
        var times = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < length)
        {
            var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            var posted = Stopwatch.GetTimestamp();
            loop.Post(state => ((TaskCompletionSource<long>)state!).SetResult(Stopwatch.GetTimestamp()), done);
            times.Add(Stopwatch.GetElapsedTime(posted, await done.Task).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        times.Sort();
        return times;
    }

    private static void Line(string what, double milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {milliseconds:F1} |"));

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];
}
