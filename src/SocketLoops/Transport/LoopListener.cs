using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// One bound address on a group's loops. Life of a connection: an acceptor's loop accepts it, the cap is asked, a loop is chosen, it is attached there,
/// and then it waits for Kestrel to take it.
/// </summary>
internal sealed partial class LoopListener : IConnectionListener, IAcceptTarget
{
    private static readonly TimeSpan WarnEvery = TimeSpan.FromSeconds(10);

    private readonly LoopGroup _group;
    private readonly Socket[] _sockets;
    private readonly LoopAcceptor[] _acceptors;
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });
    private readonly InlinePermission _inline;
    private readonly ConnectionKind _inlineKind;
    private readonly ConnectionKind _pooledKind;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lazy<Task> _unbind;
    private readonly Lazy<Task> _dispose;
    private ITimer? _drain;
    private long _warnedAt;
    private long _count;
    private long _refused;
    private bool _unbound;

    public LoopListener(LoopGroup group, EndPoint endpoint, EndpointPlan plan, TimeProvider time, ILogger logger)
    {
        _group = group;
        _time = time;
        _logger = logger;
        var shared = group.Settings.ReusePort && endpoint is IPEndPoint && group.Loops.Count > 1;
        _sockets = ListeningSockets.Open(endpoint, shared ? group.Loops.Count : 1, group.Settings.Backlog);
        EndPoint = _sockets[0].LocalEndPoint!;
        Name = plan.Name ?? EndPoint.ToString()!;
        _inline = new InlinePermission(plan.Inline, time, () => LogInlineWithdrawn(Name));
        _inlineKind = new ConnectionKind(Name, EndPoint, IsServer: true, Inline: true, plan.HangUpAborts, _inline.Stalled);
        _pooledKind = _inlineKind with { Inline = false };
        _acceptors = [.. _sockets.Select((socket, index) => new LoopAcceptor(group.Loops[index], (int)socket.Handle, this))];
        _unbind = new Lazy<Task>(UnbindOnceAsync);
        _dispose = new Lazy<Task>(DisposeOnceAsync);
    }

    public EndPoint EndPoint { get; }

    /// <summary>Name of the endpoint, or its address.</summary>
    public string Name { get; }

    public LoopGroup Group => _group;

    public bool IsInline => _inline.IsGranted;

    public long AcceptedCount => Volatile.Read(ref _count);

    public long RefusedCount => Volatile.Read(ref _refused);

    public bool IsPaused => _acceptors.Any(static acceptor => acceptor.IsPaused);

    /// <summary>Listens from now on.</summary>
    public Task StartAsync() => OnEachLoop(static acceptor => acceptor.Start());

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <summary>The port is free when this completes. Requests in flight get <c>ShutdownTimeout</c>, then their connections are aborted.</summary>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => new(_unbind.Value);

    public ValueTask DisposeAsync() => new(_dispose.Value);

    void IAcceptTarget.Accepted(Loop acceptedOn, int descriptor)
    {
        if (!_group.TryTakePlace())
        {
            _ = Libc.Close(descriptor);
            Interlocked.Increment(ref _refused);
            acceptedOn.Counters.Refused++;
            return;
        }

        Loop loop;
        if (_acceptors.Length > 1)
        {
            loop = acceptedOn;
            _group.Count(loop);
        }
        else
        {
            loop = _group.Choose(() => SocketCalls.RemoteEndPoint(descriptor, EndPoint) is IPEndPoint client ? client.Address.ToString() : string.Empty);
        }

        Interlocked.Increment(ref _count);
        _group.Connect(descriptor, loop, _inline.IsGranted ? _inlineKind : _pooledKind, Attached);
    }

    void IAcceptTarget.AcceptPaused(Loop loop, int errno)
    {
        var now = _time.GetTimestamp();
        if (_warnedAt == 0 || _time.GetElapsedTime(_warnedAt, now) >= WarnEvery)
        {
            _warnedAt = now;
            LogAcceptPaused(Name, Errno.Name(errno), _group.Open);
        }
    }

    private void Attached(LoopConnection connection, Exception? error)
    {
        if (error is not null)
        {
            LogAttachFailed(Name, error);
        }
        else if (!_accepted.Writer.TryWrite(new LoopConnectionContext(connection)))
        {
            connection.Abort(new ConnectionAbortedException("The endpoint was unbound."));
            _ = connection.DisposeAsync().AsTask();
        }
    }

    private Task OnEachLoop(Action<LoopAcceptor> action) => Task.WhenAll(_acceptors.Select(async acceptor =>
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await acceptor.Loop.PostAsync(
            state =>
            {
                try
                {
                    action((LoopAcceptor)state!);
                    done.SetResult();
                }
                catch (Exception error)
                {
                    done.SetException(error);
                }
            },
            acceptor,
            CancellationToken.None);
        await done.Task;
    }));

    private async Task UnbindOnceAsync()
    {
        _unbound = true;
        try
        {
            await OnEachLoop(static acceptor => acceptor.Stop());
        }
        catch (LoopRefusedException)
        {
            // A loop that has stopped listens no more.
        }

        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _accepted.Writer.TryComplete();
        _drain = _time.CreateTimer(
            static self => ((LoopListener)self!).AbortConnections(), this, _group.Settings.ShutdownTimeout, Timeout.InfiniteTimeSpan);
    }

    private async Task DisposeOnceAsync()
    {
        await _unbind.Value;
        if (_drain is not null)
        {
            await _drain.DisposeAsync();
        }

        while (_accepted.Reader.TryRead(out var left))
        {
            left.Abort(new ConnectionAbortedException("The endpoint was unbound."));
            await left.DisposeAsync();
        }

        await _group.ReleaseAsync();
        Disposed?.Invoke(this);
    }

    /// <summary>Hears that the listener is gone.</summary>
    public Action<LoopListener>? Disposed { get; set; }

    private void AbortConnections()
    {
        foreach (var connection in _group.Connections.Where(connection => connection.Kind.Endpoint == Name && _unbound))
        {
            connection.Abort(new ConnectionAbortedException("The request did not finish within Loops:ShutdownTimeout."));
        }
    }
}
