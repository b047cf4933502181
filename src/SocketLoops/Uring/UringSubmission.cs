using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Uring;

/// <summary><c>struct io_uring_sqe</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct UringSubmission
{
    public byte Operation;
    public byte Flags;
    public ushort Priority;
    public int Descriptor;
    public ulong Offset;
    public ulong Address;
    public uint Length;
    public uint OperationFlags;
    public ulong UserData;
    public ushort BufferGroup;
}
