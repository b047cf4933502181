using System.Buffers;
using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Loops;

/// <summary>A pinned piece of memory of one loop's pool. Its address is good as long as it is rented.</summary>
internal sealed class Block : IMemoryOwner<byte>
{
    private readonly BlockPool? _pool;
    private int _rented;

    public Block(BlockPool? pool, byte[] pinned, int offset, int length)
    {
        _pool = pool;
        Memory = MemoryMarshal.CreateFromPinnedArray(pinned, offset, length);
        Address = Marshal.UnsafeAddrOfPinnedArrayElement(pinned, offset);
        Length = length;
    }

    public Memory<byte> Memory { get; }

    public nint Address { get; }

    public int Length { get; }

    public void Lend() => Volatile.Write(ref _rented, 1);

    /// <summary>Gives it back to its pool; once for each rent, more often does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, 0) == 1)
        {
            _pool?.Return(this);
        }
    }
}
