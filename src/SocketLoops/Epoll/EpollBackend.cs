using System.Runtime.InteropServices;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Epoll;

/// <summary>Readiness by epoll, edge-triggered, registered once for both directions. Linux.</summary>
internal sealed class EpollBackend : ILoopBackend
{
    public string Name => LoopBackends.Epoll;

    public LoopProbe Probe()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new LoopProbe(false, "this is not Linux");
        }

        if (RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            return new LoopProbe(false, $"the processor is {RuntimeInformation.ProcessArchitecture}, neither x64 nor arm64");
        }

        try
        {
            using var kernel = new EpollKernel(16);
            return new LoopProbe(true, "epoll and eventfd answer");
        }
        catch (LoopKernelException refused)
        {
            return new LoopProbe(false, refused.Message.TrimEnd('.'));
        }
    }

    public LoopKernel CreateKernel(LoopKernelSettings settings) => new EpollKernel(settings.MaxEvents);
}
