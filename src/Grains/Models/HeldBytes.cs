using System.Buffers;

namespace Granary.Grains.Models;

/// <summary>Bytes read and not yet passed on, in a pooled array that grows as needed. For one reader.</summary>
internal sealed class HeldBytes : IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    /// <summary>Everything held; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, _length);

    /// <summary>Room for more, never empty.</summary>
    public Memory<byte> Free()
    {
        if (_length == _array.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_array.Length * 2);
            _array.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }

        return _array.AsMemory(_length);
    }

    /// <summary>So many bytes were put into the room.</summary>
    public void Added(int count) => _length += count;

    /// <summary>So many of the first bytes are passed on.</summary>
    public void Remove(int count)
    {
        _array.AsSpan(count, _length - count).CopyTo(_array);
        _length -= count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _length = 0;
    }
}
