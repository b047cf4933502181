using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>What arrives, and where it waits for the reader.</summary>
internal sealed unsafe partial class UringSocket
{
    private int Fill(Span<byte> room)
    {
        var filled = 0;
        while (filled < room.Length && _unread.TryPeek(out var chunk))
        {
            var bytes = chunk.Block is { } block
                ? block.Memory.Span[chunk.Start..chunk.End]
                : new Span<byte>(_kernel.Buffers.Address(chunk.Buffer) + chunk.Start, chunk.End - chunk.Start);
            var length = Math.Min(bytes.Length, room.Length - filled);
            bytes[..length].CopyTo(room[filled..]);
            filled += length;
            if (length == bytes.Length)
            {
                _unread.Dequeue();
                GiveBack(chunk);
            }
            else
            {
                Advance(length);
            }
        }

        return filled;
    }

    // The chunk at the front was read in part; it stays the front.
    private void Advance(int length)
    {
        var chunk = _unread.Dequeue();
        chunk.Start += length;
        var behind = _unread.Count;
        _unread.Enqueue(chunk);
        for (; behind > 0; behind--)
        {
            _unread.Enqueue(_unread.Dequeue());
        }
    }

    private void GiveBack(in UringChunk chunk)
    {
        if (chunk.Block is { } block)
        {
            block.Dispose();
        }
        else
        {
            _kernel.GiveBack(chunk.Buffer);
        }
    }

    private void Received(in UringCompletion completion)
    {
        _lastReceive = completion.Result;
        if (!completion.HasMore)
        {
            _receiving = false;
        }

        if (completion.Result > 0)
        {
            Keep(completion);
        }
        else if (completion.HasBuffer)
        {
            _kernel.Buffers.Took();
            _kernel.Buffers.Return(completion.Buffer);
        }

        switch (completion.Result)
        {
            case > 0:
                ReceiveAgain();
                if (!_detached)
                {
                    _events.OnReadable(hangUp: false);
                }

                break;
            case -Errno.NoBuffers:
                _kernel.Starve(this);
                break;
            case -Errno.Cancelled when _cancelling && !_detached:
                ReceiveAgain();
                break;
            case -Errno.Intr or -Errno.Again:
                ReceiveAgain();
                break;
            default:
                if (_detached)
                {
                    break;
                }

                // 0 is the end of the input, anything else the end of the connection.
                Volatile.Write(ref _ended, completion.Result);
                if (completion.Result < 0 && !_gone)
                {
                    _gone = true;
                    _events.OnGone();
                }

                _events.OnReadable(hangUp: true);
                break;
        }
    }

    // One poll from the start, for two things. The end of the input, because the kernel may keep it to itself: a multishot receive that was armed when more
    // than it takes at a time and the end stood there, or that met both while it was armed, gets the bytes and never the end, for nothing wakes it again
    // (seen with Unix sockets, on Linux 6.18); a receive of one piece at a time then meets it for certain. And the end of both directions, which no
    // receive reports. Multishot, as the second comes after the first; bytes do not wake it.
    private void WatchEnd()
    {
        _watching = true;
        ref var entry = ref _kernel.Begin(_place, UringOperation.End, UringCodes.PollAdd, _descriptor);
        entry.Length = UringCodes.PollMultishot;
        entry.OperationFlags = UringCodes.PollReadHangUp;
    }

    private void Ends(in UringCompletion completion)
    {
        _watching = completion.HasMore;
        if (_detached)
        {
            return;
        }

        var gone = completion.Result < 0 || (completion.Result & (UringCodes.PollHangUp | UringCodes.PollError)) != 0;
        if (gone && !_gone)
        {
            _gone = true;
            _events.OnGone();
        }

        if (!_hungUp)
        {
            _hungUp = true;
            _kernel.HangsUp(this);
        }

        if (!_watching && !_gone && !_detached)
        {
            WatchEnd();
        }
    }

    /// <summary>The end of the input is near: what was reported with it has been handled. On the loop.</summary>
    public void ReceiveToTheEnd()
    {
        if (_receiving && !_cancelling && !_detached && _ended > 0)
        {
            _cancelling = true;
            _kernel.Cancel(_place, UringOperation.Receive);
        }
    }

    private void Keep(in UringCompletion completion)
    {
        var chunk = new UringChunk { Buffer = completion.Buffer, End = completion.Result };
        _kernel.Buffers.Took();
        var direct = Volatile.Read(ref _readerWaits);
        Volatile.Write(ref _readerWaits, false);
        lock (_lock)
        {
            if (_detached)
            {
                GiveBack(chunk);
                return;
            }

            if (!direct)
            {
                chunk.Block = _kernel.Blocks.RentBlock(completion.Result);
                new Span<byte>(_kernel.Buffers.Address(chunk.Buffer), chunk.End).CopyTo(chunk.Block.Memory.Span);
                _kernel.Buffers.Return(chunk.Buffer);
            }

            _unread.Enqueue(chunk);
            _unreadBytes += completion.Result;
            if (_unreadBytes > _kernel.ReadPause && !_paused)
            {
                _paused = true;
                if (_receiving)
                {
                    _cancelling = true;
                    _kernel.Cancel(_place, UringOperation.Receive);
                }
            }
        }
    }
}
