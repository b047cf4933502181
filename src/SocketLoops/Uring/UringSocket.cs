using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>
/// A socket in a ring. Receiving is one multishot operation that fills lent buffers; the reader copies from them on its own thread, and what arrives
/// while nobody reads is moved to blocks at once, so a slow reader keeps no buffer from others. Above <c>ReadPause</c> unread bytes the operation is
/// cancelled, and started again at half. From the end of the input on, which a poll reports, it is one operation per receive.
/// </summary>
internal sealed unsafe partial class UringSocket : LoopSocket
{
    private readonly UringKernel _kernel;
    private readonly int _descriptor;
    private readonly ILoopSocketEvents _events;
    private readonly Place _place;
    private readonly UseCount _use = new();
    private readonly Lock _lock = new();
    private readonly Queue<UringChunk> _unread = new();
    private UringSendRequest* _send;
    private long _unreadBytes;
    private int _lastReceive;
    private int _lastSend;
    private int _ended = 1;
    private int _freed;
    private bool _drained;
    private bool _readerWaits;
    private bool _sendWanted;
    private bool _receiving;
    private bool _paused;
    private bool _cancelling;
    private bool _sending;
    private bool _sendStalled;
    private bool _detached;
    private bool _polling;
    private bool _watching;
    private bool _hungUp;
    private bool _gone;

    public UringSocket(UringKernel kernel, int descriptor, ILoopSocketEvents events)
    {
        _kernel = kernel;
        _descriptor = descriptor;
        _events = events;
        _place = new Place(this);
    }

    public override int Descriptor => _descriptor;

    /// <summary>What stands in the ring for this socket.</summary>
    public UringOccupant Occupant => _place;

    public override int Receive(IoVector* vectors, int count)
    {
        lock (_lock)
        {
            if (_unread.Count == 0)
            {
                return _detached ? Closed : _ended <= 0 ? _ended : WouldBlock;
            }

            var total = 0;
            for (var index = 0; index < count && _unread.Count > 0; index++)
            {
                total += Fill(new Span<byte>((void*)vectors[index].Base, (int)vectors[index].Length));
            }

            _unreadBytes -= total;
            if (_paused && _unreadBytes <= _kernel.ReadPause / 2)
            {
                _kernel.Attend(this);
            }

            return total;
        }
    }

    public override void Start()
    {
        WatchEnd();
        ReceiveAgain();
    }

    public override void WantRead() => Volatile.Write(ref _readerWaits, true);

    // Only while connecting: sends wait in the ring by themselves. On the loop.
    public override void WantWrite()
    {
        if (!_detached)
        {
            PollWritable();
        }
    }

    private void PollWritable()
    {
        _polling = true;
        ref var entry = ref _kernel.Begin(_place, UringOperation.Writable, UringCodes.PollAdd, _descriptor);
        entry.OperationFlags = UringCodes.PollOut;
    }

    public override int Send(IoVector* vectors, int count)
    {
        if (!_use.TryEnter())
        {
            return Closed;
        }

        if (_send is null)
        {
            _send = UringSendRequest.Allocate();
        }

        _send->Lay(vectors, count);
        Volatile.Write(ref _sendWanted, true);
        if (_kernel.IsLoop)
        {
            Serve();
        }
        else
        {
            _kernel.Attend(this);
        }

        Leave();
        return Pending;
    }

    public override void ShutdownWrite()
    {
        if (_use.TryEnter())
        {
            SocketCalls.ShutdownWrite(_descriptor);
            Leave();
        }
    }

    public override void Abort(bool reset)
    {
        if (_use.TryEnter())
        {
            if (reset)
            {
                SocketCalls.ResetOnClose(_descriptor);
            }

            SocketCalls.ShutdownBoth(_descriptor);
            Leave();
        }
    }

    /// <summary>What other threads have asked for. On the loop.</summary>
    public void Serve()
    {
        if (Volatile.Read(ref _sendWanted))
        {
            Volatile.Write(ref _sendWanted, false);
            if (_detached)
            {
                _events.OnSent(Closed);
                FreeIfDone();
            }
            else
            {
                _sending = true;
                _send->Submit(_kernel, _place, _descriptor);
            }
        }

        if (_paused && !_detached)
        {
            lock (_lock)
            {
                _paused = _unreadBytes > _kernel.ReadPause / 2;
            }

            ReceiveAgain();
        }
    }

    /// <summary>Starts the receive, if none is in the ring and nothing speaks against it. On the loop.</summary>
    public void ReceiveAgain()
    {
        if (_receiving || _paused || _detached || _ended <= 0)
        {
            return;
        }

        _receiving = true;
        _cancelling = false;
        ref var entry = ref _kernel.Begin(_place, UringOperation.Receive, UringCodes.Receive, _descriptor);
        entry.Flags = UringCodes.SelectBuffer;
        entry.Priority = _hungUp ? (ushort)0 : UringCodes.ReceiveMultishot;
        entry.BufferGroup = 0;
    }

    public override void Detach()
    {
        if (_detached)
        {
            return;
        }

        lock (_lock)
        {
            _detached = true;
            while (_unread.TryDequeue(out var chunk))
            {
                GiveBack(chunk);
            }
        }

        if (_receiving)
        {
            _kernel.Cancel(_place, UringOperation.Receive);
        }

        if (_sending)
        {
            _kernel.Cancel(_place, UringOperation.Send);
        }

        if (_polling)
        {
            _kernel.Cancel(_place, UringOperation.Writable);
        }

        if (_watching)
        {
            _kernel.Cancel(_place, UringOperation.End);
        }

        _place.Close();
        _kernel.ReleaseIfIdle(_place);
        if (_use.Close())
        {
            CloseDescriptor();
        }
    }

    private sealed class Place(UringSocket socket) : UringOccupant
    {
        public void Close() => IsClosed = true;

        public override void Complete(UringOperation operation, in UringCompletion completion)
        {
            switch (operation)
            {
                case UringOperation.Receive:
                    socket.Received(completion);
                    break;
                case UringOperation.Send:
                    socket.Sent(completion);
                    break;
                case UringOperation.End:
                    socket.Ends(completion);
                    break;
                case UringOperation.Writable:
                    socket._polling = false;
                    if (socket._sendStalled)
                    {
                        socket.SendOn();
                    }
                    else if (!socket._detached)
                    {
                        socket._events.OnWritable();
                    }

                    break;
            }
        }

        public override string Describe() => socket.Describe();

        public override void End()
        {
            if (!IsClosed)
            {
                socket._events.OnLoopEnd();
                socket.Detach();
            }
        }
    }
}
