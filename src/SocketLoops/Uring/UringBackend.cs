using System.Runtime.InteropServices;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>Completions by io_uring. Linux, where it is allowed; by name, as <c>auto</c> does not take it unless its order says so.</summary>
internal sealed class UringBackend : ILoopBackend
{
    private const string Switch = "/proc/sys/kernel/io_uring_disabled";
    private static readonly LoopKernelSettings Small = new(16, 64, 16, 4096, 65_536, 0);
    private readonly Func<LoopKernelSettings, LoopKernel> _create;
    private readonly Func<string?> _switch;

    public UringBackend()
        : this(static settings => new UringKernel(settings), ReadSwitch)
    {
    }

    /// <summary>With a kernel and a switch of the caller's, to show what happens where the call is denied.</summary>
    internal UringBackend(Func<LoopKernelSettings, LoopKernel> create, Func<string?> readSwitch)
    {
        _create = create;
        _switch = readSwitch;
    }

    public string Name => LoopBackends.Uring;

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
            using var kernel = _create(Small);
            return UringTrial.Run(kernel) is { } missing
                ? new LoopProbe(false, missing)
                : new LoopProbe(true, "ring, buffer ring, multishot accept and multishot receive work");
        }
        catch (LoopKernelException refused)
        {
            return new LoopProbe(false, Why(refused));
        }
    }

    public LoopKernel CreateKernel(LoopKernelSettings settings) => _create(settings);

    private string Why(LoopKernelException refused) => (refused.Errno, _switch()) switch
    {
        (_, "2") => "io_uring is switched off on this machine (kernel.io_uring_disabled = 2)",
        (Errno.Permission, "1") => "io_uring is allowed to privileged processes only (kernel.io_uring_disabled = 1)",
        (Errno.Permission, _) => "the system call is refused (EPERM), as container runtimes do in their default seccomp profile",
        (Errno.NoSystemCall, _) => "there is no such system call (ENOSYS): an old kernel, or a seccomp profile that hides it",
        (Errno.NoMemory, _) => "there is not enough lockable memory (ENOMEM)",
        _ => refused.Message.TrimEnd('.'),
    };

    private static string? ReadSwitch()
    {
        try
        {
            return File.ReadAllText(Switch).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
