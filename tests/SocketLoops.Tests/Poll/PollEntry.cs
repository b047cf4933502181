using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Tests.Poll;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public const short In = 0x001;
    public const short Out = 0x004;
    public const short Error = 0x008;
    public const short HangUp = 0x010;
    public const short PeerHangUp = 0x2000;

    public int Descriptor;
    public short Wanted;
    public short Seen;
}
