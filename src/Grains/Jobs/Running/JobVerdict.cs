using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs.Running;

/// <summary>What a failure of a call means for the attempt of a job.</summary>
internal static class JobVerdict
{
    /// <summary>The pool cannot take the call now: the attempt has not run and goes on waiting.</summary>
    public static bool IsForNow(string code) => code is TaskFailureCodes.Overloaded or TaskFailureCodes.Unhealthy or TaskFailureCodes.NoCapableSilo;

    /// <summary>How the attempt ended; everything that may wait is over.</summary>
    public static JobEndKind Of(string code) => code switch
    {
        TaskFailureCodes.WorkerLost => JobEndKind.Lost,
        TaskFailureCodes.Stopped or TaskFailureCodes.Cancelled => JobEndKind.Released,
        _ => JobEndKind.Failed,
    };

    /// <summary>Another attempt would only fail in the same way.</summary>
    public static bool IsFinal(string code) => code is not (TaskFailureCodes.Failed or TaskFailureCodes.TimedOut);
}
