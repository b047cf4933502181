using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// The output of a connection. A flush sends what was written, at once and on the flushing thread; what the socket does not take waits for the loop. A
/// flush itself waits only above <c>WritePause</c> unsent bytes, until half. There is one sender at a time: whoever finds nobody sending becomes it and
/// goes on until everything flushed is sent. With HTTP/2, which flushes for every frame, the sender is a work item behind those that are
/// queued already, the streams that were read together among them, so their frames leave in one call.
/// </summary>
internal sealed partial class LoopPipeWriter(LoopConnection connection, SendBuffer buffer)
    : PipeWriter, IValueTaskSource<FlushResult>, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<FlushResult> _core;
    private SocketGate _gate = new();
    private LoopSocket _socket = null!;
    private TaskCompletionSource? _drained;
    private bool _sending;
    private bool _writing;
    private bool _flushWaits;
    private bool _cancelled;
    private bool _completed;
    private bool _ended;
    private bool _failed;

    /// <summary>Bytes and sends so far; written by the sending thread.</summary>
    public long Bytes { get; private set; }

    public long Sends { get; private set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes
    {
        get
        {
            lock (_lock)
            {
                return buffer.Unflushed;
            }
        }
    }

    /// <summary>A flush waits for the client to take bytes.</summary>
    public bool IsPaused => Volatile.Read(ref _flushWaits);

    public long Unsent
    {
        get
        {
            lock (_lock)
            {
                return buffer.Unsent;
            }
        }
    }

    /// <summary>In words, who has something to do.</summary>
    public string Stage =>
        $"{(_sending ? "sends" : "rests")}{(_gate.IsWaiting ? ", parked" : "")}{(_flushWaits ? ", flush waits" : "")}{(_completed ? ", completed" : "")}{(_ended ? ", ended" : "")}{(_failed ? ", failed" : "")}";

    public void Attach(LoopSocket socket) => _socket = socket;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        lock (_lock)
        {
            if (_completed)
            {
                throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
            }

            _writing = true;
            return buffer.Write(sizeHint);
        }
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_lock)
        {
            if (bytes > 0)
            {
                buffer.Wrote(bytes);
            }
        }
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        }

        bool start;
        lock (_lock)
        {
            start = BeginFlush();
        }

        if (start)
        {
            StartSending();
        }

        short version;
        lock (_lock)
        {
            if (_cancelled || _failed || buffer.Unsent <= connection.WritePause)
            {
                return new ValueTask<FlushResult>(Result());
            }

            _core.Reset();
            version = _core.Version;
            _flushWaits = true;
        }

        var task = new ValueTask<FlushResult>(this, version);
        return cancellationToken.CanBeCanceled ? WithToken(task, cancellationToken) : task;
    }

    public override void CancelPendingFlush()
    {
        lock (_lock)
        {
            _cancelled = true;
            if (!_flushWaits)
            {
                return;
            }

            _flushWaits = false;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => self.ReleaseFlush(), this, preferLocal: false);
    }

    /// <summary>Nothing more is written: what is there is sent, then the output ends in order; with an exception it is dropped and the connection reset.</summary>
    public override void Complete(Exception? exception = null)
    {
        bool start;
        lock (_lock)
        {
            if (_completed)
            {
                return;
            }

            _completed = true;
            start = BeginFlush();
        }

        if (exception is not null)
        {
            connection.Abort(exception);
        }
        else if (start)
        {
            StartSending();
        }
        else
        {
            EndIfDrained();
        }
    }

    /// <summary>Completes when nothing is left to send, or nothing can be sent any more.</summary>
    public Task DrainedAsync()
    {
        lock (_lock)
        {
            if (_failed || (!_sending && buffer.Unsent == 0))
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => Send();

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext);

    // True: the caller is the sender from now on.
    private bool BeginFlush()
    {
        _writing = false;
        buffer.Flush();
        if (_failed)
        {
            buffer.Clear(keepLast: false);
            return false;
        }

        if (_sending || buffer.Unsent == 0)
        {
            return false;
        }

        _sending = true;
        return true;
    }

    private FlushResult Result()
    {
        var result = new FlushResult(isCanceled: _cancelled, isCompleted: _failed);
        _cancelled = false;
        return result;
    }

    private void ReleaseFlush()
    {
        FlushResult result;
        lock (_lock)
        {
            result = Result();
        }

        _core.SetResult(result);
    }

    private async ValueTask<FlushResult> WithToken(ValueTask<FlushResult> pending, CancellationToken cancellationToken)
    {
        FlushResult result;
        await using (cancellationToken.UnsafeRegister(static self => ((LoopPipeWriter)self!).CancelPendingFlush(), this))
        {
            result = await pending;
        }

        return result.IsCanceled && cancellationToken.IsCancellationRequested ? throw new OperationCanceledException(cancellationToken) : result;
    }
}
