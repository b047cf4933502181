using Granary.SocketLoops.Loops;

namespace Granary.SocketLoops.Uring;

/// <summary>Received bytes that nobody has read: in a buffer of the kernel's ring, or moved to a block of ours.</summary>
internal struct UringChunk
{
    public Block? Block;
    public int Buffer;
    public int Start;
    public int End;
}
