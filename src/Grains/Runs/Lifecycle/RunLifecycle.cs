using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>
/// The states of a run: pending → preflight → running → pausing → paused → running; running → completing → completed; cancelling → cancelled;
/// failed. One table, no memory.
/// </summary>
internal static class RunLifecycle
{
    /// <summary>What <paramref name="command"/> does in <paramref name="state"/>.</summary>
    /// <param name="state">Where the run stands.</param>
    /// <param name="unfinished">Rows are left that a resume would make: only then a completed run can go on.</param>
    /// <param name="command">What is asked.</param>
    public static RunTransition Decide(RunState state, bool unfinished, RunCommand command) => command switch
    {
        RunCommand.Begin => state == RunState.Pending ? To(RunState.Preflight) : Conflict(state),
        RunCommand.BeginWithoutPreflight => state == RunState.Pending ? To(RunState.Running) : Conflict(state),
        RunCommand.PreflightPassed => state switch
        {
            RunState.Preflight => To(RunState.Running),
            _ => Conflict(state),
        },
        RunCommand.Pause => state switch
        {
            RunState.Pending => To(RunState.Paused),
            RunState.Preflight or RunState.Running => To(RunState.Pausing),
            RunState.Pausing or RunState.Paused => Same(state),
            _ => Conflict(state),
        },
        RunCommand.Drained => state switch
        {
            RunState.Pausing => To(RunState.Paused),
            RunState.Cancelling => To(RunState.Cancelled),
            _ => Conflict(state),
        },
        RunCommand.Resume => Resume(state, unfinished, RunState.Running),
        RunCommand.ResumeWithPreflight => Resume(state, unfinished, RunState.Preflight),
        RunCommand.Cancel => state switch
        {
            RunState.Pending or RunState.Paused => To(RunState.Cancelled),
            RunState.Preflight or RunState.Running or RunState.Pausing => To(RunState.Cancelling),
            RunState.Cancelling or RunState.Cancelled => Same(state),
            _ => Conflict(state),
        },
        RunCommand.GroupsDone => state is RunState.Running or RunState.Pausing ? To(RunState.Completing) : Conflict(state),
        RunCommand.Assembled => state == RunState.Completing ? To(RunState.Completed) : Conflict(state),
        RunCommand.Fail => IsTerminal(state) || state == RunState.Cancelling ? Conflict(state) : To(RunState.Failed),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "Not a command of a run."),
    };

    /// <summary>Nothing happens any more until somebody resumes it.</summary>
    public static bool IsTerminal(RunState state) => state is RunState.Completed or RunState.Cancelled or RunState.Failed;

    /// <summary>It must go on by itself after a restart.</summary>
    public static bool IsActive(RunState state) => !IsTerminal(state) && state != RunState.Paused;

    /// <summary>One sentence for a conflict: the state and what is possible in it.</summary>
    public static string Explain(RunState state, bool unfinished, string action)
    {
        var possible = new List<string>(3);
        foreach (var (command, name) in new[] { (RunCommand.Pause, "pause"), (RunCommand.Resume, "resume"), (RunCommand.Cancel, "cancel") })
        {
            if (Decide(state, unfinished, command).Outcome == RunActionOutcome.Accepted)
            {
                possible.Add(name);
            }
        }

        return $"The run is {RunStateNames.Of(state)}, so it cannot be {action}; possible: {(possible.Count == 0 ? "nothing" : string.Join(", ", possible))}.";
    }

    private static RunTransition Resume(RunState state, bool unfinished, RunState next) => state switch
    {
        RunState.Paused or RunState.Pausing or RunState.Cancelled or RunState.Failed => To(next),
        RunState.Completed when unfinished => To(next),
        RunState.Pending or RunState.Preflight or RunState.Running or RunState.Completing => Same(state),
        _ => Conflict(state),
    };

    private static RunTransition To(RunState next) => new(RunActionOutcome.Accepted, next);

    private static RunTransition Same(RunState state) => new(RunActionOutcome.AlreadySo, state);

    private static RunTransition Conflict(RunState state) => new(RunActionOutcome.Conflict, state);
}
