using System.Buffers;

namespace Granary.SocketLoops.Loops;

/// <summary>
/// Pinned blocks of one size, one pool per loop, cut from slabs of 128 KiB. Rent and return from any thread. It grows to the most that was rented at
/// once; what asks for more than a block gets a piece of its own that is not kept.
/// </summary>
internal sealed class BlockPool(int blockSize) : MemoryPool<byte>
{
    private const int SlabBytes = 128 * 1024;
    private readonly Lock _lock = new();
    private Block[] _free = [];
    private int _count;
    private int _allocated;

    public override int MaxBufferSize => int.MaxValue;

    public int BlockSize => blockSize;

    /// <summary>Blocks made so far.</summary>
    public int Allocated => Volatile.Read(ref _allocated);

    /// <summary>Blocks out now.</summary>
    public int Rented => Volatile.Read(ref _allocated) - Volatile.Read(ref _count);

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => RentBlock(minBufferSize);

    public Block RentBlock(int atLeast = -1)
    {
        Block? block;
        if (atLeast > blockSize)
        {
            block = new Block(null, GC.AllocateUninitializedArray<byte>(atLeast, pinned: true), 0, atLeast);
        }
        else
        {
            lock (_lock)
            {
                if (_count == 0)
                {
                    Grow();
                }

                block = _free[--_count];
            }
        }

        block.Lend();
        return block;
    }

    public void Return(Block block)
    {
        lock (_lock)
        {
            _free[_count++] = block;
        }
    }

    protected override void Dispose(bool disposing)
    {
        // Slabs go with the last block that points to them.
    }

    private void Grow()
    {
        var blocks = Math.Max(1, SlabBytes / blockSize);
        var slab = GC.AllocateUninitializedArray<byte>(blocks * blockSize, pinned: true);
        if (_allocated + blocks > _free.Length)
        {
            Array.Resize(ref _free, Math.Max(_allocated + blocks, _free.Length * 2));
        }

        for (var index = 0; index < blocks; index++)
        {
            _free[_count++] = new Block(this, slab, index * blockSize, blockSize);
        }

        Volatile.Write(ref _allocated, _allocated + blocks);
    }
}
