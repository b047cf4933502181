using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;
using Microsoft.AspNetCore.Connections;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// One connection on its loop, as Kestrel and outbound calls see it: a duplex of our own over the loop's socket. Life: made with its descriptor,
/// attached on its loop, read and written from one thread each, aborted from any, closed on its loop after its output has left.
/// </summary>
internal sealed partial class LoopConnection : IDuplexPipe, IAsyncDisposable, ILoopService, ILoopSocketEvents, ILoopOwner
{
    private readonly LoopPipeReader _reader;
    private readonly LoopPipeWriter _writer;
    private readonly IConnectionRegister _register;
    private readonly int _descriptor;
    private readonly CancellationTokenSource _closed = new();
    private readonly Action<LoopConnection, Exception?> _attached;
    private LoopSocket? _socket;
    private ConnectionState _state;
    private int _aborted;
    private int _closedFired;
    private int _disposed;
    private int _serviceRequested;
    private bool _closeRequested;
    private bool _connecting;

    /// <summary>
    /// Takes over <paramref name="descriptor"/>; <paramref name="attached"/> hears on the loop that the connection stands there, or why not, in which
    /// case the descriptor has been closed.
    /// </summary>
    public LoopConnection(
        long number, int descriptor, Loop loop, ConnectionKind kind, IConnectionRegister register, Action<LoopConnection, Exception?> attached)
    {
        Number = number;
        Loop = loop;
        Kind = kind;
        IsInline = kind.Inline;
        _descriptor = descriptor;
        _register = register;
        _attached = attached;
        _reader = new LoopPipeReader(this, new ReceiveBuffer(loop.Blocks));
        _writer = new LoopPipeWriter(this, new SendBuffer(loop.Blocks));
    }

    /// <summary>Number in its process, from 1.</summary>
    public long Number { get; }

    public Loop Loop { get; }

    public ConnectionKind Kind { get; }

    public string Endpoint => Kind.Endpoint;

    public string ConnectionId => field ??= ConnectionNames.Of(Number);

    public PipeReader Input => _reader;

    public PipeWriter Output => _writer;

    public LoopPipeReader Reader => _reader;

    public LoopPipeWriter Writer => _writer;

    /// <summary>Timestamp of its start.</summary>
    public long Began { get; } = Stopwatch.GetTimestamp();

    public EndPoint? LocalEndPoint { get; private set; }

    public EndPoint? RemoteEndPoint { get; private set; }

    /// <summary>Cancelled when the client is gone or the connection was aborted or closed.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>The application's code runs on the loop.</summary>
    public bool IsInline { get; private set; }

    /// <summary>Many exchanges share the connection (HTTP/2), so small flushes are gathered.</summary>
    public bool GathersFlushes { get; private set; }

    /// <summary>On the loop, about to run code that may not run there.</summary>
    public bool MustLeaveLoop => !IsInline && Loop.IsCurrent;

    public long WritePause => Loop.Tuning.WritePause;

    public object? Continuation => _reader.Continuation;

    ILoopService? ILoopService.NextService { get; set; }

    ref int ILoopService.ServiceRequested => ref _serviceRequested;

    public override string ToString() =>
        $"{ConnectionId} {_state}, reader {(_reader.IsWaiting ? "waits" : "is away")} with {_reader.Unread} unread after {_reader.Bytes}, writer {_writer.Stage} with {_writer.Unsent} unsent after {_writer.Bytes}";

    /// <summary>Attaches the connection on its loop: now if that is the caller's, otherwise in the loop's next turn.</summary>
    public void Start()
    {
        if (Loop.IsCurrent)
        {
            Attach();
        }
        else
        {
            Loop.Request(this);
        }
    }

    void ILoopService.Serve()
    {
        if (_state == ConnectionState.New)
        {
            Attach();
        }

        if (Volatile.Read(ref _closeRequested))
        {
            GiveUp();
        }
    }

    /// <summary>The first bytes of the input: the preface of HTTP/2 changes how the connection is run.</summary>
    public void Recognize(ReadOnlySpan<byte> first)
    {
        if (Kind.IsServer && first.StartsWith("PRI * H"u8))
        {
            GathersFlushes = true;
            IsInline = false;
        }
    }

    /// <summary>The read whose waiting mark was taken goes on: here on the loop if the endpoint is inline, else on the ThreadPool.</summary>
    public void Resume(LoopPipeReader reader)
    {
        if (IsInline)
        {
            Loop.Invoke("receive", this, static state => ((LoopPipeReader)state!).Continue(), reader);
        }
        else
        {
            Loop.Handover.Add(reader);
        }
    }

    public void Resume(LoopPipeWriter writer)
    {
        if (IsInline)
        {
            Loop.Invoke("send", this, static state => ((LoopPipeWriter)state!).Send(), writer);
        }
        else
        {
            Loop.Handover.Add(writer);
        }
    }

    /// <summary>A waiting flush goes on.</summary>
    public void Release(LoopPipeWriter writer)
    {
        if (MustLeaveLoop)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.ContinueFlush(), writer, preferLocal: false);
        }
        else
        {
            writer.ContinueFlush();
        }
    }

    /// <summary>Ends both directions at once and resets the connection. Any thread, idempotent.</summary>
    public void Abort(Exception reason)
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0)
        {
            return;
        }

        Volatile.Read(ref _socket)?.Abort(reset: true);
        _reader.Abort(reason);
        _writer.Fail();
        FireClosed();
    }

    /// <summary>The socket failed with an errno: counted, named in the log, the connection ends. Returns what a reader is told.</summary>
    public Exception Fail(int errno)
    {
        if (errno == Errno.BadDescriptor && Volatile.Read(ref _disposed) != 0)
        {
            return new ConnectionAbortedException("The connection was closed.");
        }

        var error = Errno.IsPeerGone(errno)
            ? new ConnectionResetException($"The other side has ended the connection ({Errno.Name(errno)}).")
            : (Exception)new IOException($"The connection failed with {Errno.Name(errno)}.");
        if (Volatile.Read(ref _aborted) == 0)
        {
            Loop.Counters.Error(errno);
            _register.Failed(this, errno);
        }

        Abort(error);
        return error;
    }

    public void EndAfterThrow(Exception error) => Abort(new ConnectionAbortedException("Code of this connection threw on its loop.", error));

    public void Stalled() => Kind.Stalled?.Invoke();

    /// <summary>Ends the connection now: whatever waits hears of it, the descriptor is given up on the loop. Any thread, idempotent.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (Interlocked.Exchange(ref _aborted, 1) == 0)
        {
            Volatile.Read(ref _socket)?.Abort(reset: false);
            _reader.Abort(new ConnectionAbortedException("The connection was closed."));
            _writer.Fail();
            FireClosed();
        }

        Volatile.Write(ref _closeRequested, true);
        Loop.Request(this);
    }

    /// <summary>Sends what was written, ends the output in order, then closes. Waits for the output only; an abort cuts it short.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _reader.Complete();
        _writer.Complete();
        await _writer.DrainedAsync();
        FireClosed();
        Volatile.Write(ref _closeRequested, true);
        Loop.Request(this);
    }
}
