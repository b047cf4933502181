using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Granary.Peers.Loops;

/// <summary>nghttp2's h2load, pinned to a CPU of its own.</summary>
internal static partial class Generator
{
    /// <summary>
    /// One stretch: h2c with 10 streams per connection; a closed loop, or <paramref name="rate"/> requests per second over all, on a clock of each connection's own.
    /// Latencies are h2load's own, per request, in milliseconds.
    /// </summary>
    public static async Task<Sample> RunAsync(Peer peer, string protocol, int connections, double seconds, string path = "/", double rate = 0)
    {
        var log = Path.GetTempFileName();
        var before = peer.Cpu;
        List<string> arguments = ["-c", Pinning.Generator, "h2load", "-t", "1", "-c", $"{connections}", "-D", seconds.ToString(CultureInfo.InvariantCulture),
            $"--log-file={log}", .. rate > 0 ? (string[])[$"--rps={(rate / connections).ToString("F1", CultureInfo.InvariantCulture)}"] : [], .. protocol == "h2c" ? (string[])["-m", "10"] : ["--h1"], $"http://127.0.0.1:{peer.Port}{path}"];
        using var process = Process.Start(new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var cpu = peer.Cpu - before;
        var reached = double.Parse(Rate().Match(output).Groups["rate"].Value, CultureInfo.InvariantCulture);
        var done = Done().Match(output);
        var succeeded = long.Parse(done.Groups["ok"].Value, CultureInfo.InvariantCulture);
        var failed = long.Parse(done.Groups["failed"].Value, CultureInfo.InvariantCulture);
        var times = File.ReadLines(log).Select(static line => line.Split('\t')).Where(static parts => parts.Length == 3 && parts[1] == "200")
            .Select(static parts => int.Parse(parts[2], CultureInfo.InvariantCulture)).Order().ToList();
        File.Delete(log);
        return new Sample(
            reached,
            succeeded == 0 ? 0 : cpu.TotalMicroseconds / succeeded,
            times.Count == 0 ? 0 : times[times.Count / 2] / 1000.0,
            times.Count == 0 ? 0 : times[(int)(times.Count * 0.99)] / 1000.0,
            failed);
    }

    [GeneratedRegex(@"(?<rate>[0-9.]+) req/s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"(?<ok>[0-9]+) succeeded, (?<failed>[0-9]+) failed", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Done();
}
