using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Uring;

/// <summary><c>struct io_uring_cqe</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UringCompletion
{
    public ulong UserData;
    public int Result;
    public uint Flags;

    public readonly bool HasMore => (Flags & UringCodes.HasMore) != 0;

    public readonly bool HasBuffer => (Flags & UringCodes.HasBuffer) != 0;

    public readonly bool IsNotification => (Flags & UringCodes.IsNotification) != 0;

    public readonly int Buffer => (int)(Flags >> UringCodes.BufferShift);
}
