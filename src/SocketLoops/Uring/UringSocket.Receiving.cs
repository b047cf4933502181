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
                if (completion.Result < 0)
                {
                    _events.OnGone();
                }
                else
                {
                    WatchGone();
                }

                _events.OnReadable(hangUp: true);
                break;
        }
    }

    // Behind the end of the input only the end of everything can come: a poll for nothing reports just that.
    private void WatchGone()
    {
        _watchesGone = true;
        _kernel.Begin(_place, UringOperation.Gone, UringCodes.PollAdd, _descriptor);
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
