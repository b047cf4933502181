using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Native;

/// <summary>Socket calls with one result: what they return, or the negative errno. None of them blocks, none raises a signal.</summary>
internal static unsafe class SocketCalls
{
    /// <summary>Neither data nor room now.</summary>
    public const int WouldBlock = -Errno.Again;

    private const int NoSignal = 0x4000;
    private const int DoNotWait = 0x40;
    private const int NonBlockingCloseOnExec = 0x800 | 0x80000;
    private const int SocketLevel = 1;
    private const int LingerOption = 13;

    public static int Receive(int descriptor, IoVector* vectors, int count)
    {
        nint received;
        if (count == 1)
        {
            received = Libc.Receive(descriptor, (void*)vectors->Base, (nuint)vectors->Length, DoNotWait);
        }
        else
        {
            MessageHeader message = default;
            message.Vectors = vectors;
            message.VectorCount = (nuint)count;
            received = Libc.ReceiveMessage(descriptor, &message, DoNotWait);
        }

        return received >= 0 ? (int)received : -Marshal.GetLastSystemError();
    }

    public static int Send(int descriptor, IoVector* vectors, int count)
    {
        nint sent;
        if (count == 1)
        {
            sent = Libc.Send(descriptor, (void*)vectors->Base, (nuint)vectors->Length, DoNotWait | NoSignal);
        }
        else
        {
            MessageHeader message = default;
            message.Vectors = vectors;
            message.VectorCount = (nuint)count;
            sent = Libc.SendMessage(descriptor, &message, DoNotWait | NoSignal);
        }

        return sent >= 0 ? (int)sent : -Marshal.GetLastSystemError();
    }

    public static int Accept(int descriptor)
    {
        var accepted = Libc.Accept(descriptor, null, null, NonBlockingCloseOnExec);
        return accepted >= 0 ? accepted : -Marshal.GetLastSystemError();
    }

    /// <summary>A TCP socket that does not block and does not gather small sends, on its way to an address; negative errno if it cannot be.</summary>
    public static int StartConnect(IPEndPoint endpoint)
    {
        const int stream = 1;
        const int tcp = 6;
        const int noDelay = 1;
        var descriptor = Libc.Socket(endpoint.AddressFamily == AddressFamily.InterNetwork ? 2 : 10, stream | NonBlockingCloseOnExec, 0);
        if (descriptor < 0)
        {
            return -Marshal.GetLastSystemError();
        }

        var on = 1;
        _ = Libc.SetOption(descriptor, tcp, noDelay, &on, sizeof(int));
        var address = endpoint.Serialize();
        int errno;
        fixed (byte* bytes = address.Buffer.Span)
        {
            errno = Libc.Connect(descriptor, bytes, (uint)address.Size) == 0 ? 0 : Marshal.GetLastSystemError();
        }

        if (errno is 0 or Errno.InProgress)
        {
            return descriptor;
        }

        _ = Libc.Close(descriptor);
        return -errno;
    }

    /// <summary>The error that the socket holds, which is forgotten by asking; 0 if none.</summary>
    public static int TakeError(int descriptor)
    {
        const int errorOption = 4;
        var error = 0;
        var length = (uint)sizeof(int);
        return Libc.GetOption(descriptor, SocketLevel, errorOption, &error, &length) == 0 ? error : Marshal.GetLastSystemError();
    }

    /// <summary>Closing from now on resets the connection instead of ending it in order.</summary>
    public static void ResetOnClose(int descriptor)
    {
        var linger = stackalloc int[2] { 1, 0 };
        _ = Libc.SetOption(descriptor, SocketLevel, LingerOption, linger, 2 * sizeof(int));
    }

    public static void ShutdownWrite(int descriptor) => _ = Libc.Shutdown(descriptor, 1);

    public static void ShutdownBoth(int descriptor) => _ = Libc.Shutdown(descriptor, 2);

    public static EndPoint? LocalEndPoint(int descriptor, EndPoint model) => NameOf(descriptor, model, local: true);

    public static EndPoint? RemoteEndPoint(int descriptor, EndPoint model) => NameOf(descriptor, model, local: false);

    private static EndPoint? NameOf(int descriptor, EndPoint model, bool local)
    {
        var address = new SocketAddress(model.AddressFamily, 128);
        var length = 128u;
        int result;
        fixed (byte* bytes = address.Buffer.Span)
        {
            result = local ? Libc.GetSocketName(descriptor, bytes, &length) : Libc.GetPeerName(descriptor, bytes, &length);
        }

        if (result != 0)
        {
            return null;
        }

        // A Unix client has no name; its address is the family alone.
        if (model is not IPEndPoint)
        {
            return local ? model : null;
        }

        address.Size = (int)length;
        return model.Create(address);
    }
}
