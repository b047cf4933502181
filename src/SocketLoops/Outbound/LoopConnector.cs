using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;
using Granary.SocketLoops.Transport;

namespace Granary.SocketLoops.Outbound;

/// <summary>
/// Opens outbound connections on the loops: assign <see cref="ConnectAsync"/> to <c>SocketsHttpHandler.ConnectCallback</c>. Where the backend in use is
/// the stock transport it opens stock sockets. Thread-safe.
/// </summary>
public sealed class LoopConnector : IAsyncDisposable
{
    private readonly LoopGroup? _group;
    private readonly Lock _lock = new();
    private Task? _acquired;
    private bool _disposed;

    internal LoopConnector(LoopGroup? group) => _group = group;

    /// <summary>Name of the backend that carries the connections.</summary>
    public string Backend => _group?.Backend ?? LoopBackends.Sockets;

    /// <summary>
    /// Connects to the first of the host's addresses that answers. The stream is closed by its disposal; reads and writes that wait then end with an error.
    /// </summary>
    /// <exception cref="SocketException">No address answers; that of the last one tried.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
    }

    /// <summary>As above, by host and port.</summary>
    public async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        Exception? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            }
            catch (SocketException error)
            {
                last = error;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Gives the loops back; connections that are open end with them unless an endpoint keeps the loops running.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? acquired;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            acquired = _acquired;
        }

        if (acquired is not null)
        {
            await acquired;
            await _group!.ReleaseAsync();
        }
    }

    private async Task<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        if (_group is null)
        {
            var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(endpoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        await AcquireAsync();
        var descriptor = SocketCalls.StartConnect(endpoint);
        if (descriptor < 0)
        {
            throw new SocketException((int)(-descriptor == Errno.TooManyFiles ? SocketError.TooManyOpenSockets : SocketError.HostUnreachable));
        }

        var (connection, connected) = Start(descriptor, endpoint);
        await using var registration = cancellationToken.UnsafeRegister(static state => ((LoopConnection)state!).Close(), connection);
        try
        {
            await connected;
            cancellationToken.ThrowIfCancellationRequested();
            return new LoopStream(connection);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            connection.Close();
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private (LoopConnection Connection, Task Connected) Start(int descriptor, IPEndPoint endpoint)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var kind = new ConnectionKind($"to {endpoint}", endpoint, IsServer: false, Inline: false, HangUpAborts: false, Stalled: null);
        _group!.TakePlaceAnyway();
        var connection = _group.Connect(
            descriptor,
            _group.Choose(endpoint.ToString),
            kind,
            (_, error) =>
            {
                if (error is null)
                {
                    done.TrySetResult();
                }
                else
                {
                    done.TrySetException(error);
                }
            });
        return (connection, done.Task);
    }

    private Task AcquireAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _acquired ??= _group!.AcquireAsync();
        }
    }
}
