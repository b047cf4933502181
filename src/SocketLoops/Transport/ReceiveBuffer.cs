using System.Buffers;
using System.IO.Pipelines;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// Received and not yet consumed bytes of one connection, in blocks that the socket receives into. Holds nothing while it is empty. The window of
/// blocks offered to one receive doubles while receives fill it and falls back to one when they do not. One reader.
/// </summary>
internal sealed class ReceiveBuffer(BlockPool blocks)
{
    /// <summary>Most pieces of memory that one receive is offered.</summary>
    public const int MostVectors = 17;

    private readonly Block?[] _offered = new Block?[MostVectors];
    private ReadSegment? _first;
    private ReadSegment? _last;
    private ReadSegment? _spare;
    private int _firstIndex;
    private int _lastEnd;
    private int _offeredCount;
    private int _window = 1;
    private bool _offeredRest;

    /// <summary>Bytes held.</summary>
    public long Length { get; private set; }

    /// <summary>Everything held, oldest first.</summary>
    public ReadOnlySequence<byte> Sequence =>
        _first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_first, _firstIndex, _last!, _lastEnd);

    /// <summary>Lays out memory for the next receive; how many vectors, and how many bytes they ask for.</summary>
    public unsafe int Offer(IoVector* vectors, out int asked)
    {
        var count = 0;
        asked = 0;
        var room = _last is null ? 0 : _last.Block.Length - _lastEnd;
        _offeredRest = room > 0;
        if (_offeredRest)
        {
            vectors[count++] = new IoVector { Base = _last!.Block.Address + _lastEnd, Length = room };
            asked = room;
            if (room >= blocks.BlockSize / 4 && _window == 1)
            {
                return count;
            }
        }

        for (_offeredCount = 0; _offeredCount < _window;)
        {
            var block = blocks.RentBlock();
            _offered[_offeredCount++] = block;
            vectors[count++] = new IoVector { Base = block.Address, Length = block.Length };
            asked += block.Length;
        }

        return count;
    }

    /// <summary>So many bytes arrived in what was offered; none is fine. Memory without a byte goes back.</summary>
    public void Received(int bytes, int asked)
    {
        _window = bytes < asked ? 1 : Math.Min(_window * 2, MostVectors - 1);
        Length += bytes;
        if (_offeredRest)
        {
            var rest = Math.Min(bytes, _last!.Block.Length - _lastEnd);
            _lastEnd += rest;
            bytes -= rest;
            _offeredRest = false;
        }

        for (var index = 0; index < _offeredCount; index++)
        {
            var block = _offered[index]!;
            _offered[index] = null;
            if (bytes == 0)
            {
                block.Dispose();
                continue;
            }

            Append(block);
            _lastEnd = Math.Min(bytes, block.Length);
            bytes -= _lastEnd;
        }

        _offeredCount = 0;
    }

    /// <summary>Forgets what stands before <paramref name="consumed"/>; true if everything held was <paramref name="examined"/>.</summary>
    public bool Advance(SequencePosition consumed, SequencePosition examined)
    {
        if (_first is null)
        {
            return true;
        }

        var examinedAll = examined.GetObject() == _last && examined.GetInteger() == _lastEnd;
        var target = (ReadSegment?)consumed.GetObject() ?? _first;
        var index = consumed.GetObject() is null ? _firstIndex : consumed.GetInteger();
        while (_first != target)
        {
            Length -= _first.Memory.Length - _firstIndex;
            _firstIndex = 0;
            DropFirst();
        }

        Length -= index - _firstIndex;
        _firstIndex = index;
        if (Length < 0)
        {
            throw new InvalidOperationException("The reader consumed more than there is.");
        }

        // A full segment that was read to its end stands in the way of the next one; an empty buffer holds nothing.
        while (_first is not null && _firstIndex == (_first == _last ? _lastEnd : _first.Memory.Length))
        {
            _firstIndex = 0;
            DropFirst();
        }

        return examinedAll || _first is null;
    }

    /// <summary>Gives everything back.</summary>
    public void Clear()
    {
        while (_first is not null)
        {
            DropFirst();
        }

        _firstIndex = 0;
        Length = 0;
    }

    private void Append(Block block)
    {
        var segment = _spare ?? new ReadSegment();
        _spare = null;
        segment.Hold(block);
        if (_last is null)
        {
            _first = segment;
            _firstIndex = 0;
        }
        else
        {
            _last.Link(segment);
        }

        _last = segment;
    }

    private void DropFirst()
    {
        var dropped = _first!;
        _first = dropped.Following;
        if (_first is null)
        {
            _last = null;
            _lastEnd = 0;
        }

        dropped.Drop();
        _spare = dropped;
    }
}
