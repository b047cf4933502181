using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Granary.Peers.Loops;

/// <summary><c>idle connections seconds</c>: what a server with idle connections uses: processor time, resident memory per connection.</summary>
internal static class IdleUse
{
    public static async Task<int> RunAsync(string[] args)
    {
        var connections = int.Parse(args[0], CultureInfo.InvariantCulture);
        var seconds = int.Parse(args[1], CultureInfo.InvariantCulture);
        Console.WriteLine($"| server | connections | resident KB per connection | CPU over {seconds} s | context switches |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var name in (string[])["stock", "epoll", "io_uring"])
        {
            using var peer = await Peer.StartAsync(name, "http1");
            var id = peer.Processes()[0];
            await Generator.RunAsync(peer, "http1", 16, 2);
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            var before = Resident(id);
            var clients = new List<Socket>();
            for (var index = 0; index < connections; index++)
            {
                var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, peer.Port));
                clients.Add(client);
            }

            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            var after = Resident(id);
            var (cpu, switches) = (peer.Cpu, Switches(id));
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {connections} | {(after - before) / (double)connections:F1} | {(peer.Cpu - cpu).TotalSeconds / seconds:P2} | {Switches(id) - switches} |"));
            clients.ForEach(static client => client.Dispose());
        }

        return 0;
    }

    private static long Resident(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").Single(static line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);

    private static long Switches(int process) => Directory.EnumerateDirectories($"/proc/{process}/task").Sum(static task =>
        File.ReadLines(Path.Combine(task, "status")).Where(static line => line.StartsWith("voluntary", StringComparison.Ordinal))
            .Sum(static line => long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture)));
}
