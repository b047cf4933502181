using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Granary.Peers.Loops;

/// <summary><c>churn backend seconds</c>: connects, aborts, resets and half-closes without pause; descriptors and memory of the server at intervals.</summary>
internal static class Churn
{
    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = int.Parse(args[1], CultureInfo.InvariantCulture);
        using var peer = await Peer.StartAsync(args[0], "http1");
        var id = peer.Processes()[0];
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var connections = 0L;
        var workers = Enumerable.Range(0, 16).Select(async seed =>
        {
            var random = new Random(seed);
            while (!stop.IsCancellationRequested)
            {
                using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                client.LingerState = new LingerOption(true, 0);
                try
                {
                    await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, peer.Port), stop.Token);
                    Interlocked.Increment(ref connections);
                    if (random.Next(4) > 0)
                    {
                        await client.SendAsync(random.Next(2) == 0 ? "GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray() : "GET /wait HTTP/1.1\r\nHo"u8.ToArray(), stop.Token);
                    }

                    if (random.Next(3) == 0)
                    {
                        client.Shutdown(SocketShutdown.Send);
                        await client.ReceiveAsync(new byte[512], stop.Token);
                    }
                }
                catch (Exception error) when (error is SocketException or OperationCanceledException)
                {
                    // Whatever becomes of a client is part of the churn.
                    _ = error;
                }
            }
        }).ToList();
        Console.WriteLine("| after s | connections so far | descriptors | resident MB |");
        Console.WriteLine("|---|---|---|---|");
        for (var part = 1; part <= 10; part++)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds / 10.0), TimeProvider.System);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {part * seconds / 10} | {Interlocked.Read(ref connections)} | {Directory.GetFileSystemEntries($"/proc/{id}/fd").Length} | {Resident(id)} |"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(workers);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        Console.WriteLine($"At rest: {Directory.GetFileSystemEntries($"/proc/{id}/fd").Length} descriptors, {Resident(id)} MB.");
        return 0;
    }

    private static long Resident(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").Single(static line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture) / 1024;
}
