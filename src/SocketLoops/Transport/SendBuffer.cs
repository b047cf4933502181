using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// Written bytes of one connection, in blocks from which the socket sends. The writer appends, the sender takes from the front; the owner's lock is held
/// around every member, but not while the memory is filled or sent: the two never touch the same bytes.
/// </summary>
internal sealed class SendBuffer(BlockPool blocks)
{
    /// <summary>Most pieces of memory that one send is given.</summary>
    public const int MostVectors = 32;

    private WriteSegment? _first;
    private WriteSegment? _last;
    private WriteSegment? _spare;

    /// <summary>Written, not flushed.</summary>
    public long Unflushed { get; private set; }

    /// <summary>Flushed, not sent.</summary>
    public long Unsent { get; private set; }

    /// <summary>Room to write.</summary>
    public Memory<byte> Write(int atLeast)
    {
        if (_last is null || _last.Room < Math.Max(1, atLeast))
        {
            var segment = _spare ?? new WriteSegment();
            _spare = null;
            segment.Hold(blocks.RentBlock(atLeast));
            if (_last is null)
            {
                _first = segment;
            }
            else
            {
                _last.Next = segment;
            }

            _last = segment;
        }

        return _last.Block.Memory[_last.End..];
    }

    /// <summary>So many bytes were written.</summary>
    public void Wrote(int bytes)
    {
        if (_last is null || (uint)bytes > (uint)_last.Room)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "More than the memory that was given.");
        }

        _last.End += bytes;
        Unflushed += bytes;
    }

    /// <summary>What was written may be sent.</summary>
    public void Flush()
    {
        Unsent += Unflushed;
        Unflushed = 0;
    }

    /// <summary>The oldest flushed pieces.</summary>
    public unsafe int Collect(IoVector* vectors)
    {
        var count = 0;
        var left = Unsent;
        for (var segment = _first; left > 0 && count < MostVectors; segment = segment.Next)
        {
            var length = (int)Math.Min(left, segment!.End - segment.Start);
            if (length > 0)
            {
                vectors[count++] = new IoVector { Base = segment.Block.Address + segment.Start, Length = length };
                left -= length;
            }
        }

        return count;
    }

    /// <summary>So many bytes were sent. Their blocks go back; the last one only if nobody is writing to it.</summary>
    public void Sent(int bytes, bool keepLast)
    {
        Unsent -= bytes;
        while (_first is not null)
        {
            var length = Math.Min(bytes, _first.End - _first.Start);
            _first.Start += length;
            bytes -= length;
            if (_first.Start < _first.End || (_first == _last && keepLast))
            {
                break;
            }

            DropFirst();
        }
    }

    /// <summary>Forgets everything that is not being written to.</summary>
    public void Clear(bool keepLast)
    {
        Unsent = 0;
        Unflushed = 0;
        while (_first is not null && (_first != _last || !keepLast))
        {
            DropFirst();
        }

        if (_first is not null)
        {
            _first.Start = _first.End;
        }
    }

    private void DropFirst()
    {
        var dropped = _first!;
        _first = dropped.Next;
        if (_first is null)
        {
            _last = null;
        }

        dropped.Drop();
        _spare = dropped;
    }
}
