using System.Net;
using System.Net.Sockets;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>Tries what a loop needs on a real connection over loopback, so that a feature is there because it works, not because of a version.</summary>
internal static class UringTrial
{
    private const int Rounds = 200;

    /// <summary>Null if everything works, else what does not.</summary>
    public static string? Run(LoopKernel kernel)
    {
        using var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Blocking = false;
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen(1);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var seen = new Witness();
        var accepting = kernel.Listen((int)listening.Handle, seen);
        try
        {
            client.Connect(listening.LocalEndPoint!);
            if (!Until(kernel, () => seen.Accepted != 0))
            {
                return "multishot accept does not work" + seen.Why;
            }

            seen.Socket = kernel.Attach(seen.Accepted, seen);
            seen.Socket.Start();
            seen.Socket.WantRead();
            client.Send("ab"u8);
            return Until(kernel, () => seen.Readable) ? null : "multishot receive into a buffer ring does not work" + seen.Why;
        }
        catch (SocketException error)
        {
            return $"loopback could not be used to try it ({error.SocketErrorCode})";
        }
        finally
        {
            accepting.Stop();
            if (seen.Socket is null && seen.Accepted != 0)
            {
                _ = Libc.Close(seen.Accepted);
            }

            kernel.EndConnections();
        }
    }

    private static bool Until(LoopKernel kernel, Func<bool> holds)
    {
        for (var round = 0; round < Rounds && !holds(); round++)
        {
            kernel.Wait(10);
            kernel.Dispatch();
            kernel.Gather();
        }

        return holds();
    }

    private sealed class Witness : ILoopListenEvents, ILoopSocketEvents
    {
        public int Accepted { get; private set; }

        public LoopSocket? Socket { get; set; }

        public bool Readable { get; private set; }

        public string Why { get; private set; } = string.Empty;

        public void OnAccepted(int descriptor) => Accepted = descriptor;

        public void OnAcceptFailed(int errno) => Why = $" ({Errno.Name(errno)})";

        public void OnReadable(bool hangUp) => Readable |= !hangUp;

        public void OnWritable()
        {
        }

        public void OnSent(int result)
        {
        }

        public void OnGone()
        {
        }

        public void OnLoopEnd()
        {
        }
    }
}
