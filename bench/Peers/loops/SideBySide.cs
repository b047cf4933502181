using System.Globalization;

namespace Granary.Peers.Loops;

/// <summary>
/// <c>run http1|h2c rounds seconds [connections] [servers] [path] [share]</c>: all servers alive, measured in turn round by round; medians and their spread. With a share,
/// every server gets that share of what the first one reached in a closed loop, on a clock.
/// </summary>
internal static class SideBySide
{
    private static readonly string[] Http1 = ["stock", "epoll", "io_uring", "stock-inline", "epoll-inline", "io_uring-inline", "nginx", "ceiling"];
    private static readonly string[] Http2 = ["stock", "epoll", "io_uring", "stock-inline", "nginx"];

    public static async Task<int> RunAsync(string[] args)
    {
        var protocol = args[0];
        var rounds = int.Parse(args[1], CultureInfo.InvariantCulture);
        var seconds = double.Parse(args[2], CultureInfo.InvariantCulture);
        var counts = args.Length > 3 ? [.. args[3].Split(',').Select(static text => int.Parse(text, CultureInfo.InvariantCulture))] : (int[])[1, 16, 64, 256];
        var names = args.Length > 4 ? args[4].Split(',') : protocol == "h2c" ? Http2 : Http1;
        var path = args.Length > 5 ? args[5] : "/";
        var share = args.Length > 6 ? double.Parse(args[6], CultureInfo.InvariantCulture) : 0;
        var peers = new List<Peer>();
        try
        {
            foreach (var name in names)
            {
                var peer = await Peer.StartAsync(name, protocol);
                peers.Add(peer);
                await Generator.RunAsync(peer, protocol, 16, 3, path);
            }

            Console.WriteLine($"{protocol} {path}, {rounds} rounds of {seconds} s, server on CPU {Pinning.Server}, generator on CPU {Pinning.Generator}");
            Console.WriteLine("| connections | server | requests/s | × stock | spread | best × stock's best | CPU µs/request | × stock | p50 ms | p99 ms | failed |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (var count in counts)
            {
                var rate = share * (share > 0 ? (await Generator.RunAsync(peers[0], protocol, count, seconds, path)).PerSecond : 0);
                var samples = peers.ToDictionary(static peer => peer, static _ => new List<Sample>());
                for (var round = 0; round < rounds; round++)
                {
                    foreach (var peer in peers)
                    {
                        samples[peer].Add(await Generator.RunAsync(peer, protocol, count, seconds, path, rate));
                    }
                }

                var stock = samples[peers[0]];
                foreach (var peer in peers)
                {
                    Report(count, peer.Name, samples[peer], stock);
                }
            }

            return 0;
        }
        finally
        {
            peers.ForEach(static peer => peer.Dispose());
        }
    }

    private static void Report(int connections, string name, List<Sample> samples, List<Sample> stock)
    {
        var rate = Median(samples, static sample => sample.PerSecond);
        var cpu = Median(samples, static sample => sample.CpuMicroseconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {connections} | {name} | {rate:F0} | {rate / Median(stock, static sample => sample.PerSecond):F2} | {samples.Min(static sample => sample.PerSecond):F0}-{samples.Max(static sample => sample.PerSecond):F0} | {samples.Max(static sample => sample.PerSecond) / stock.Max(static sample => sample.PerSecond):F2} | {cpu:F1} | {cpu / Median(stock, static sample => sample.CpuMicroseconds):F2} | {Median(samples, static sample => sample.P50):F3} | {Median(samples, static sample => sample.P99):F3} | {samples.Sum(static sample => sample.Failed)} |"));
    }

    private static double Median(List<Sample> samples, Func<Sample, double> of)
    {
        var values = samples.Select(of).Order().ToList();
        return values[values.Count / 2];
    }
}
