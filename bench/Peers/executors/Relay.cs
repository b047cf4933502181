using System.Diagnostics;
using System.Net.Sockets;

namespace Granary.ExecutorPeers;

/// <summary>A bare socket to another process that echoes. Answers are read by whoever asked, or by a thread that completes callers which await.</summary>
internal sealed class Relay : IDisposable
{
    public const int Size = 1024;
    private readonly Process _other;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[Size];
    private TaskCompletionSource _caller = new();

    public Relay(string path, bool isAwaited)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        _other = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["pong", path]))!;
        _socket = listener.Accept();
        if (isAwaited)
        {
            new Thread(Read) { IsBackground = true }.Start();
        }
    }

    /// <summary>The other side.</summary>
    public static int Pong(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        var buffer = new byte[Size];
        while (Fill(socket, buffer))
        {
            socket.Send(buffer);
        }

        return 0;
    }

    public Task Here(ReadOnlyMemory<byte> data)
    {
        _socket.Send(data.Span);
        Fill(_socket, _buffer);
        return Task.CompletedTask;
    }

    public Task Awaited(ReadOnlyMemory<byte> data)
    {
        var caller = _caller = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _socket.Send(data.Span);
        return caller.Task;
    }

    public void Dispose()
    {
        _socket.Shutdown(SocketShutdown.Both);
        _other.WaitForExit();
        _other.Dispose();
        _socket.Dispose();
    }

    private static bool Fill(Socket socket, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var read = socket.Receive(buffer);
            if (read == 0)
            {
                return false;
            }

            buffer = buffer[read..];
        }

        return true;
    }

    private void Read()
    {
        while (Fill(_socket, _buffer))
        {
            _caller.SetResult();
        }
    }
}
