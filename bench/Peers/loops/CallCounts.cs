using System.Diagnostics;
using System.Globalization;

namespace Granary.Peers.Loops;

/// <summary><c>calls http1|h2c requests connections [servers]</c>: system calls per request of each server, counted by perf in the kernel.</summary>
internal static class CallCounts
{
    private static readonly (string Name, string[] Events)[] Kinds =
    [
        ("all", ["raw_syscalls:sys_enter"]),
        ("receive", ["syscalls:sys_enter_recvfrom", "syscalls:sys_enter_recvmsg", "syscalls:sys_enter_readv", "syscalls:sys_enter_read"]),
        ("send", ["syscalls:sys_enter_sendto", "syscalls:sys_enter_sendmsg", "syscalls:sys_enter_writev", "syscalls:sys_enter_write"]),
        ("wait", ["syscalls:sys_enter_epoll_wait", "syscalls:sys_enter_epoll_pwait", "syscalls:sys_enter_io_uring_enter"]),
        ("futex", ["syscalls:sys_enter_futex"]),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var protocol = args[0];
        var requests = int.Parse(args[1], CultureInfo.InvariantCulture);
        var connections = int.Parse(args[2], CultureInfo.InvariantCulture);
        var names = args.Length > 3 ? args[3].Split(',') : ["stock", "epoll", "io_uring", "stock-inline", "epoll-inline", "io_uring-inline", "nginx", "ceiling"];
        Console.WriteLine($"| {protocol}, {connections} connections | {string.Join(" | ", Kinds.Select(static kind => kind.Name))} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", Kinds.Length))}");
        foreach (var name in names)
        {
            using var peer = await Peer.StartAsync(name, protocol);
            await Generator.RunAsync(peer, protocol, connections, 3);
            var counts = await CountAsync(peer, protocol, requests, connections);
            Console.WriteLine($"| {name} | {string.Join(" | ", Kinds.Select(kind => (kind.Events.Sum(counts.GetValueOrDefault) / requests).ToString("F3", CultureInfo.InvariantCulture)))} |");
        }

        return 0;
    }

    private static async Task<Dictionary<string, double>> CountAsync(Peer peer, string protocol, int requests, int connections)
    {
        List<string> arguments = ["stat", "-x", ",", "-e", string.Join(',', Kinds.SelectMany(static kind => kind.Events)), "-p", string.Join(',', peer.Processes()), "--",
            "taskset", "-c", Pinning.Generator, "h2load", "-t", "1", "-c", $"{connections}", "-n", $"{requests}", .. protocol == "h2c" ? (string[])["-m", "10"] : ["--h1"],
            $"http://127.0.0.1:{peer.Port}/"];
        using var process = Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var lines = await process.StandardError.ReadToEndAsync();
        await output;
        return lines.Split('\n').Select(static line => line.Split(',')).Where(static parts => parts.Length > 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out _))
            .ToDictionary(static parts => parts[2], static parts => double.Parse(parts[0], CultureInfo.InvariantCulture));
    }
}
