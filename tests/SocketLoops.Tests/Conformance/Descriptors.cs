using System.Net;
using System.Net.Sockets;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>Sockets, epolls, rings and eventfds that this process has open.</summary>
public static class Descriptors
{
    // The runtime makes an epoll of its own for the first socket that waits, and keeps it.
    static Descriptors()
    {
        using var one = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        one.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var stop = new CancellationTokenSource();
        var waiting = one.ReceiveAsync(new byte[1], stop.Token);
        stop.Cancel();
        _ = waiting.AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    public static int Count()
    {
        var count = 0;
        foreach (var link in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            var target = new FileInfo(link).LinkTarget;
            if (target is not null && (target.StartsWith("socket:", StringComparison.Ordinal) || target.StartsWith("anon_inode:[event", StringComparison.Ordinal)
                || target.StartsWith("anon_inode:[io_uring", StringComparison.Ordinal)))
            {
                count++;
            }
        }

        return count;
    }
}
