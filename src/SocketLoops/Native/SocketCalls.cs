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
    private const int ErrorOption = 4;
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

    /// <summary>A stream socket that does not block.</summary>
    public static int Create(AddressFamily family)
    {
        var descriptor = Libc.Socket(family switch { AddressFamily.InterNetwork => 2, AddressFamily.InterNetworkV6 => 10, _ => 1 }, 1 | NonBlockingCloseOnExec, 0);
        return descriptor >= 0 ? descriptor : -Marshal.GetLastSystemError();
    }

    public static int Connect(int descriptor, SocketAddress address)
    {
        fixed (byte* bytes = address.Buffer.Span)
        {
            return Libc.Connect(descriptor, bytes, (uint)address.Size) == 0 ? 0 : -Marshal.GetLastSystemError();
        }
    }

    /// <summary>The error that the socket holds, which is forgotten by asking; 0 if none.</summary>
    public static int TakeError(int descriptor)
    {
        var error = 0;
        var length = (uint)sizeof(int);
        return Libc.GetOption(descriptor, SocketLevel, ErrorOption, &error, &length) == 0 ? error : Marshal.GetLastSystemError();
    }

    /// <summary>Closing from now on resets the connection instead of ending it in order.</summary>
    public static void ResetOnClose(int descriptor)
    {
        var linger = stackalloc int[2] { 1, 0 };
        _ = Libc.SetOption(descriptor, SocketLevel, LingerOption, linger, 2 * sizeof(int));
    }

    public static void NoDelay(int descriptor)
    {
        var on = 1;
        _ = Libc.SetOption(descriptor, 6, 1, &on, sizeof(int));
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
