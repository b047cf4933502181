using Granary.Abstractions.Runs;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Leases;

namespace Granary.Grains.Dispatch;

/// <summary>Says why a run can never go on: the sentence its owner reads.</summary>
internal static class StuckRuns
{
    public static RowGroupFault FaultOf(StuckRun stuck)
    {
        var missing = string.Join(", ", stuck.Denial.Missing.Select(static m => $"{m.Resource} ({m.Available} available, {m.Requested} wanted)"));
        return new RowGroupFault(
            "admission_blocked",
            $"{stuck.Task} can never start: {stuck.Denial.Reason.Name()}{(missing.Length == 0 ? "" : $", {missing}")}. Raise that limit (section Dispatch) and resume the run.");
    }
}
