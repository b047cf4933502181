using System.Runtime.InteropServices;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Loops;

/// <summary>Which CPUs this process may use, and pinning the calling thread to one of them.</summary>
internal static unsafe class CpuAffinity
{
    private const int MaskBytes = 128;
    private const int GetThreadId = 186;
    private const int GetThreadIdArm = 178;

    /// <summary>The kernel's number of the calling thread; 0 elsewhere than on Linux.</summary>
    public static int CurrentThreadId() => OperatingSystem.IsLinux()
        ? (int)Libc.SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? GetThreadIdArm : GetThreadId, 0, 0, 0, 0, 0, 0)
        : 0;

    /// <summary>The CPUs of the process' own set, ascending; empty if the kernel does not say.</summary>
    public static IReadOnlyList<int> Allowed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        if (Libc.GetAffinity(0, MaskBytes, mask) < 0)
        {
            return [];
        }

        var cpus = new List<int>();
        for (var cpu = 0; cpu < MaskBytes * 8; cpu++)
        {
            if ((mask[cpu / 8] & (1 << (cpu % 8))) != 0)
            {
                cpus.Add(cpu);
            }
        }

        return cpus;
    }

    /// <summary>Null if the calling thread runs on that CPU alone from now on, otherwise the name of the error.</summary>
    public static string? TryPin(int cpu)
    {
        if (!OperatingSystem.IsLinux() || cpu is < 0 or >= MaskBytes * 8)
        {
            return Errno.Name(Errno.Invalid);
        }

        var mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        mask[cpu / 8] = (byte)(1 << (cpu % 8));
        return Libc.SetAffinity(0, MaskBytes, mask) == 0 ? null : Errno.Name(Marshal.GetLastSystemError());
    }
}
