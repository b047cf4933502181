using System.Buffers;
using Granary.SocketLoops.Loops;

namespace Granary.SocketLoops.Transport;

/// <summary>A block with received bytes. All but the last are full.</summary>
internal sealed class ReadSegment : ReadOnlySequenceSegment<byte>
{
    public Block Block { get; private set; } = null!;

    public ReadSegment? Following { get; private set; }

    public void Hold(Block block)
    {
        Block = block;
        Memory = block.Memory;
        RunningIndex = 0;
        Next = null;
        Following = null;
    }

    public void Link(ReadSegment following)
    {
        Next = following;
        Following = following;
        following.RunningIndex = RunningIndex + Memory.Length;
    }

    /// <summary>Gives the block back; the segment may hold another.</summary>
    public void Drop()
    {
        Block.Dispose();
        Block = null!;
        Memory = default;
        Next = null;
        Following = null;
    }
}
