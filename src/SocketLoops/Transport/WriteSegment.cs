using Granary.SocketLoops.Loops;

namespace Granary.SocketLoops.Transport;

/// <summary>A block with bytes to send: sent up to <see cref="Start"/>, written up to <see cref="End"/>.</summary>
internal sealed class WriteSegment
{
    public Block Block { get; private set; } = null!;

    public int Start { get; set; }

    public int End { get; set; }

    public WriteSegment? Next { get; set; }

    public int Room => Block.Length - End;

    public void Hold(Block block)
    {
        Block = block;
        Start = 0;
        End = 0;
        Next = null;
    }

    public void Drop()
    {
        Block.Dispose();
        Block = null!;
        Next = null;
    }
}
