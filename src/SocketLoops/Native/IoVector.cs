using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Native;

/// <summary>One piece of pinned memory (<c>struct iovec</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct IoVector
{
    /// <summary>Address of the first byte.</summary>
    public nint Base;

    /// <summary>Length in bytes.</summary>
    public nint Length;
}
