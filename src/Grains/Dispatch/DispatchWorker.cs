using Granary.Grains.Runs.Groups;
using Granary.Grains.Steps;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Events;
using Granary.Scheduling.Leases;

namespace Granary.Grains.Dispatch;

/// <summary>
/// One task on its way: it runs the step, hands the result over, and only then gives its units back, so that nothing new starts on a result that
/// nobody has. While its call waits for a permit it lends its units.
/// </summary>
internal sealed class DispatchWorker(SiloDispatcher dispatcher, DispatchedGroup group, CellTask task, TaskLease lease, CancellationToken cancelled)
{
    /// <summary>Says that the worker begins; its lease was said before.</summary>
    public void Announce() => dispatcher.Tell(SchedulerEventKind.WorkerSpawned, group, lease, null);

    public async Task RunAsync()
    {
        StepOutcome? outcome = null;
        var end = TaskEnd.Cancelled;
        try
        {
            outcome = await task.Column.Step.RunAsync(task.Input, group.ContextOf(task.Column, OnAdmissionWait, dispatcher.CallerOf(lease, group)), cancelled);
            end = outcome.Failure is null ? TaskEnd.Ok : TaskEnd.Failed;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // The group took its work back; the cell is ready again.
            dispatcher.Tell(SchedulerEventKind.Cancelled, group, lease, "row_group");
        }
        catch (Exception e)
        {
            // Steps answer what can be expected; this is a fault of the step, and costs the row, not the run.
            dispatcher.LogStep(group.RunId, task.Column.Name, task.Input.Row, e);
            outcome = StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.Unexpected, $"The step threw {e.GetType().Name}; the log has it."));
            end = TaskEnd.Failed;
        }

        group.Finished(new CellResult(task, outcome));
        dispatcher.End(lease, end);
    }

    public void NotStarted(Exception error)
    {
        group.Finished(new CellResult(task, null));
        dispatcher.NotStarted(group, lease, error);
    }

    private void OnAdmissionWait(bool waits) => dispatcher.Lend(lease, waits);
}
