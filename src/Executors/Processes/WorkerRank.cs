using System.ComponentModel;
using System.Diagnostics;

namespace Granary.Executors.Processes;

/// <summary>
/// Priority and CPUs of a worker, set before it has made threads: those inherit them. What the system refuses is left as it is, because a worker that runs
/// at another priority is better than none.
/// </summary>
internal static class WorkerRank
{
    public static void Apply(Process process, ExecutorPoolOptions options)
    {
        try
        {
            var priority = ExecutorPriorities.ByName[options.Priority];
            if (priority != ProcessPriorityClass.Normal)
            {
                process.PriorityClass = priority;
            }

            if (options.CpuList is { Length: > 0 } cpus && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()))
            {
                process.ProcessorAffinity = (nint)CpuSet.Parse(cpus)!.Value;
            }
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            // It ended meanwhile, or the CPUs are not there.
            _ = error;
        }
    }
}
