using System.Diagnostics;
using System.Globalization;
using Granary.SocketLoops;
using Granary.SocketLoops.Epoll;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Uring;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Peers.Loops;

/// <summary><c>wake</c>: from a post on another thread to its callback, after some quiet; beside the ThreadPool, in turn, in one run.</summary>
internal static class WakeLatency
{
    private const int Samples = 2000;

    public static async Task<int> RunAsync()
    {
        var epoll = await LoopAsync(new EpollBackend());
        var uring = new UringBackend().Probe().Available ? await LoopAsync(new UringBackend()) : null;
        Console.WriteLine("| quiet | epoll p50 µs | p99 | io_uring p50 µs | p99 | ThreadPool p50 µs | p99 |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var quiet in (double[])[5, 200, 2000])
        {
            var samples = quiet > 1000 ? Samples / 2 : Samples;
            var one = Measure(quiet, samples, epoll.Post);
            var two = uring is null ? [double.NaN] : Measure(quiet, samples, uring.Post);
            var pool = Measure(quiet, samples, static (callback, state) => ThreadPool.UnsafeQueueUserWorkItem(new WaitCallback(callback), state));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {quiet} µs | {At(one, 0.5):F1} | {At(one, 0.99):F1} | {At(two, 0.5):F1} | {At(two, 0.99):F1} | {At(pool, 0.5):F1} | {At(pool, 0.99):F1} |"));
        }

        await epoll.StopAsync();
        if (uring is not null)
        {
            await uring.StopAsync();
        }

        return 0;
    }

    internal static async Task<Loop> LoopAsync(ILoopBackend backend)
    {
        var settings = LoopSettings.From(new LoopOptions { StallThreshold = TimeSpan.FromSeconds(5) });
        var tuning = new LiveTuning(settings.Tuning);
        var loop = new Loop(0, backend, settings, tuning, new StallMonitor(TimeProvider.System, tuning, new NoStackSampler(), NullLogger.Instance), NullLogger.Instance);
        await loop.StartAsync();
        return loop;
    }

    private static List<double> Measure(double quietMicroseconds, int samples, Action<Action<object?>, object?> post)
    {
        var times = new List<double>();
        var done = 0;
        long arrived = 0;
        for (var index = 0; index < samples + 100; index++)
        {
            Volatile.Write(ref done, 0);
            Quiet(quietMicroseconds);
            var posted = Stopwatch.GetTimestamp();
            post(
                _ =>
                {
                    arrived = Stopwatch.GetTimestamp();
                    Volatile.Write(ref done, 1);
                },
                null);
            while (Volatile.Read(ref done) == 0)
            {
                Thread.SpinWait(1);
            }

            if (index >= 100)
            {
                times.Add(Stopwatch.GetElapsedTime(posted, arrived).TotalMicroseconds);
            }
        }

        times.Sort();
        return times;
    }

    private static void Quiet(double microseconds)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalMicroseconds < microseconds)
        {
            Thread.SpinWait(1);
        }
    }

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];
}
