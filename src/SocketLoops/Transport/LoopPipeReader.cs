using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// The input of a connection. It receives when it is asked to, into blocks of its own, on the thread that asks. Life of a read: bytes that are held
/// and not examined are given at once; otherwise a receive is tried while the socket may be readable; if that would block the reader parks, and
/// whoever takes the waiting mark from the gate (the loop by an event, a cancel, an abort) is the one who completes it.
/// </summary>
internal sealed class LoopPipeReader(LoopConnection connection, ReceiveBuffer buffer)
    : PipeReader, IValueTaskSource<ReadResult>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<ReadResult> _core;
    private SocketGate _gate = new();
    private LoopSocket _socket = null!;
    private Exception? _aborted;
    private object? _continuation;
    private bool _unexamined;
    private bool _ended;
    private bool _completed;
    private bool _recognized;
    private int _cancelled;

    /// <summary>Bytes and receives so far; written by the reading thread.</summary>
    public long Bytes { get; private set; }

    public long Receives { get; private set; }

    /// <summary>Parked without a byte to give.</summary>
    public bool IsWaiting => _gate.IsWaiting;

    /// <summary>What was last waiting for bytes.</summary>
    public object? Continuation => Volatile.Read(ref _continuation);

    public long Unread => buffer.Length;

    public void Attach(LoopSocket socket) => _socket = socket;

    public override bool TryRead(out ReadResult result)
    {
        ThrowIfCompleted();
        return TryReadNow(out result);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfCompleted();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        }

        while (true)
        {
            if (TryReadNow(out var result))
            {
                return new ValueTask<ReadResult>(result);
            }

            _core.Reset();
            var version = _core.Version;
            if (Park())
            {
                var task = new ValueTask<ReadResult>(this, version);
                return cancellationToken.CanBeCanceled ? WithToken(task, cancellationToken) : task;
            }
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        ThrowIfCompleted();
        _unexamined = !buffer.Advance(consumed, examined);
    }

    public override void CancelPendingRead()
    {
        Volatile.Write(ref _cancelled, 1);
        if (_gate.TryTakeWaiter())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>The output has ended: a read that waits now is cancelled once, as the other side may never send again.</summary>
    public void CancelWaiting()
    {
        if (_gate.TryTakeWaiter())
        {
            Volatile.Write(ref _cancelled, 1);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public override void Complete(Exception? exception = null)
    {
        if (!_completed)
        {
            _completed = true;
            _unexamined = false;
            buffer.Clear();
        }
    }

    /// <summary>The socket may be readable. On the loop.</summary>
    public void OnReadable(bool hangUp)
    {
        if (_gate.Open(hangUp))
        {
            connection.Resume(this);
        }
    }

    /// <summary>The connection is over: a waiting read, and every later one, fails with <paramref name="reason"/>. Any thread.</summary>
    public void Abort(Exception reason)
    {
        if (Interlocked.CompareExchange(ref _aborted, reason, null) is null && _gate.TryTakeWaiter())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute() => Continue();

    /// <summary>Goes on with the read whose waiting mark the caller has taken.</summary>
    public void Continue()
    {
        ReadResult result;
        do
        {
            try
            {
                if (TryReadNow(out result))
                {
                    break;
                }
            }
            catch (Exception error)
            {
                _core.SetException(error);
                return;
            }

            if (Park())
            {
                return;
            }
        }
        while (true);

        if (connection.MustLeaveLoop)
        {
            // Recognized as HTTP/2 by this very read: its code does not run on the loop. What was read is looked at again over there.
            _unexamined = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        _core.SetResult(result);
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Volatile.Write(ref _continuation, state);

        // The continuation goes on where the read completes: on the loop for an inline endpoint, else on the ThreadPool. No context to go back to.
        _core.OnCompleted(continuation, state, token, flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext);
    }

    private bool TryReadNow(out ReadResult result)
    {
        if (Volatile.Read(ref _aborted) is { } reason)
        {
            throw reason;
        }

        if (Volatile.Read(ref _cancelled) != 0 && Interlocked.Exchange(ref _cancelled, 0) != 0)
        {
            result = new ReadResult(buffer.Sequence, isCanceled: true, isCompleted: _ended);
            return true;
        }

        if (_unexamined || _ended || Receive())
        {
            result = new ReadResult(buffer.Sequence, isCanceled: false, isCompleted: _ended);
            return true;
        }

        result = default;
        return false;
    }

    private unsafe bool Receive()
    {
        var vectors = stackalloc IoVector[ReceiveBuffer.MostVectors];
        while (_gate.IsOpen(out var seen))
        {
            var count = buffer.Offer(vectors, out var asked);
            var received = _socket.Receive(vectors, count);
            buffer.Received(Math.Max(0, received), asked);
            if (received > 0)
            {
                if (received < asked)
                {
                    _gate.CloseAfterShort(seen);
                }

                Bytes += received;
                Receives++;
                _unexamined = true;
                Recognize();
                return true;
            }

            switch (received)
            {
                case 0:
                    _ended = true;
                    return true;
                case LoopSocket.WouldBlock:
                    _gate.Close(seen);
                    break;
                case -Errno.Intr:
                    break;
                default:
                    throw connection.Fail(-received);
            }
        }

        return false;
    }

    // True: parked, and somebody else may have completed the read already. False: the socket may be readable after all.
    private bool Park()
    {
        if (!_gate.TryPark())
        {
            return false;
        }

        _socket.WantRead();
        if (Volatile.Read(ref _cancelled) != 0 || Volatile.Read(ref _aborted) is not null)
        {
            // Came between the look and the parking; who takes the mark goes on.
            return !_gate.TryTakeWaiter();
        }

        return true;
    }

    private void Recognize()
    {
        if (!_recognized)
        {
            _recognized = true;
            connection.Recognize(buffer.Sequence.FirstSpan);
        }
    }

    private async ValueTask<ReadResult> WithToken(ValueTask<ReadResult> pending, CancellationToken cancellationToken)
    {
        var cancelled = false;
        ReadResult result;
        await using (cancellationToken.UnsafeRegister(
            _ =>
            {
                if (_gate.TryTakeWaiter())
                {
                    cancelled = true;
                    Volatile.Write(ref _cancelled, 1);
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                }
            },
            null))
        {
            result = await pending;
        }

        return cancelled ? throw new OperationCanceledException(cancellationToken) : result;
    }

    private void ThrowIfCompleted()
    {
        if (_completed)
        {
            throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        }
    }
}
