namespace Granary.SocketLoops.Native;

/// <summary>The kernel refused something that a loop cannot do without.</summary>
public sealed class LoopKernelException(string call, int errno) : Exception($"{call} failed with {Native.Errno.Name(errno)}.")
{
    /// <summary>The number it answered.</summary>
    public int Errno { get; } = errno;
}
