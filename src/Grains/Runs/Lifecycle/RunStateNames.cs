using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>States as events, logs and documents spell them.</summary>
internal static class RunStateNames
{
    public static string Of(RunState state) => state switch
    {
        RunState.Pending => "pending",
        RunState.Preflight => "preflight",
        RunState.Running => "running",
        RunState.Pausing => "pausing",
        RunState.Paused => "paused",
        RunState.Completing => "completing",
        RunState.Completed => "completed",
        RunState.Cancelling => "cancelling",
        RunState.Cancelled => "cancelled",
        RunState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a run."),
    };
}
