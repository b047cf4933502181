using Granary.SocketLoops.Kernels;

namespace Granary.SocketLoops.Tests.Poll;

/// <summary>A third backend that only the tests have: loops on poll(2).</summary>
public sealed class PollBackend : ILoopBackend
{
    public const string TheName = "poll";

    public string Name => TheName;

    public LoopProbe Probe() => new(OperatingSystem.IsLinux(), "poll is everywhere on Linux");

    public LoopKernel CreateKernel(LoopKernelSettings settings) => new PollKernel(settings.MaxEvents);
}
