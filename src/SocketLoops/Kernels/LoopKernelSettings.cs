namespace Granary.SocketLoops.Kernels;

/// <summary>Sizes for the kernel part of a loop; validated.</summary>
/// <param name="MaxEvents">Kernel events taken per turn.</param>
/// <param name="UringEntries">Places in the submission queue.</param>
/// <param name="UringBuffers">Receive buffers lent to the kernel.</param>
/// <param name="UringBufferBytes">Size of each of them.</param>
/// <param name="ReadPauseBytes">Received but unread bytes of one connection above which receiving pauses; resumes at half.</param>
/// <param name="ZeroCopyAboveBytes">Sends from this size on are made without copying; 0 never.</param>
public sealed record LoopKernelSettings(int MaxEvents, int UringEntries, int UringBuffers, int UringBufferBytes, long ReadPauseBytes, long ZeroCopyAboveBytes)
{
    internal static LoopKernelSettings From(LoopSettings settings) => new(
        settings.MaxEvents, settings.UringEntries, settings.UringBuffers, 4096, settings.Tuning.ReadPause, settings.ZeroCopyAbove);
}
