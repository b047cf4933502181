using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using Granary.Executors.Protocol;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Processes;

/// <summary>
/// The socket at which all workers of this process arrive. Who shows a token that is expected, as the same user, is handed to whoever expects it; a token
/// works once. Each connection has a thread of its own, so that results arrive also while the ThreadPool is busy.
/// </summary>
internal sealed partial class WorkerGate : IDisposable
{
    private const int MostStrangers = 64;
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int TokenBytes = 32;
    private readonly Dictionary<string, IWorkerArrival> _expected = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ILogger _logger;
    private int _strangers;

    public WorkerGate(RunFolder folder, ILogger logger)
    {
        Folder = folder;
        _logger = logger;
        _listener.Bind(new UnixDomainSocketEndPoint(folder.Socket));
        _listener.Listen(MostStrangers);
        _ = AcceptAsync();
    }

    /// <summary>The folder around the socket.</summary>
    public RunFolder Folder { get; }

    /// <summary>A token for one worker.</summary>
    public string Expect(IWorkerArrival arrival)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        lock (_gate)
        {
            _expected.Add(token, arrival);
        }

        return token;
    }

    /// <summary>The token is good for nothing any more.</summary>
    public void Forget(string token)
    {
        lock (_gate)
        {
            _expected.Remove(token);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Folder.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                if (error is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.ConnectionAborted } failed)
                {
                    // Out of descriptors for now: those who wait at the socket are taken when there are some.
                    LogAcceptFailed(_logger, failed.Message);
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
                    continue;
                }

                return;
            }

            if (Interlocked.Increment(ref _strangers) > MostStrangers)
            {
                Interlocked.Decrement(ref _strangers);
                socket.Dispose();
                continue;
            }

            new Thread(() => Serve(socket)) { IsBackground = true, Name = "executor worker" }.UnsafeStart();
        }
    }

    private void Serve(Socket socket)
    {
        IWorkerArrival? arrival = null;
        FrameReader? reader = null;
        HelloMeta? hello = null;
        try
        {
            socket.ReceiveTimeout = (int)ProtocolLimits.HelloTime.TotalMilliseconds;
            CheckPeer(socket);
            reader = new FrameReader(new NetworkStream(socket, ownsSocket: false));
            if (reader.Read())
            {
                hello = reader.Header.Type == FrameType.Hello ? reader.MetaAs(ProtocolJson.Default.HelloMeta) : throw new ProtocolException("the first frame is not a hello");
                lock (_gate)
                {
                    _expected.Remove(hello.Token, out arrival);
                }
            }

            socket.ReceiveTimeout = 0;
        }
        catch (Exception error) when (error is ProtocolException or IOException or SocketException)
        {
            LogStranger(_logger, error.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _strangers);
        }

        using (socket)
        {
            arrival?.Serve(socket, reader!, hello!);
        }
    }

    private static void CheckPeer(Socket socket)
    {
        // struct ucred { pid, uid, gid }
        Span<byte> credentials = stackalloc byte[12];
        if (OwnProcess.UserId is { } own && socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length
            && BinaryPrimitives.ReadInt32LittleEndian(credentials[4..]) is var user && user != own)
        {
            throw new ProtocolException($"the peer is user {user}, this process is user {own}");
        }
    }

    [LoggerMessage(3010, LogLevel.Warning, "A connection to the worker socket was refused: {Why}")]
    private static partial void LogStranger(ILogger logger, string why);

    [LoggerMessage(3011, LogLevel.Warning, "A worker cannot be let in yet: {Why}")]
    private static partial void LogAcceptFailed(ILogger logger, string why);
}
