using Granary.Scheduling.Events;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Events;

/// <summary>Says what happens in one row group. Costs a bit test where nobody listens.</summary>
internal sealed class RowGroupEvents(EventStreams streams, string run, int session, long group, long firstRow)
{
    private readonly EventCorrelation _group = new(run, session, group);

    public void Admitted(int rows) => streams.Emit(SchedulerEventKind.RowGroupAdmitted, _group, diagnostics: [("rows", rows)]);

    public void Replayed(long cells) => streams.Emit(SchedulerEventKind.CellsReplayed, _group, diagnostics: [("cells", cells)]);

    public void Checkpointed(string result, int rows, int dropped) =>
        streams.Emit(SchedulerEventKind.RowGroupCheckpointed, _group, result, diagnostics: [("rows", rows), ("dropped", dropped)]);

    public void CheckpointFailed(string errorType) => streams.Emit(SchedulerEventKind.RowGroupCheckpointFailed, _group, errorType);

    public void Ready(int row, string column)
    {
        if (streams.Hears(SchedulerEventKind.DependencyReady))
        {
            Task(SchedulerEventKind.DependencyReady, row, column, null);
        }
    }

    public void Deferred(int row, string column, string kind, int attempt)
    {
        if (streams.Hears(SchedulerEventKind.RetryDeferred))
        {
            Task(SchedulerEventKind.RetryDeferred, row, column, kind, ("attempt", attempt));
        }
    }

    public void Redispatched(int row, string column, int attempt)
    {
        if (streams.Hears(SchedulerEventKind.SalvageRedispatched))
        {
            Task(SchedulerEventKind.SalvageRedispatched, row, column, null, ("attempt", attempt));
        }
    }

    public void Dropped(int row, string? column, string reason, string kind)
    {
        var what = reason == "retry_budget" ? SchedulerEventKind.RetryBudgetExhausted : SchedulerEventKind.NonRetryableDropped;
        if (streams.Hears(what))
        {
            Task(what, row, column ?? "", reason, ("errorKind", kind), ("rows", 1));
        }
    }

    private void Task(SchedulerEventKind kind, int row, string column, string? reason, params ReadOnlySpan<(string Name, object? Value)> diagnostics) => streams.Emit(
        kind, _group with { Column = column, TaskType = TaskType.Cell.Name() }, reason, TaskId.Of(column, _group.RowGroup!.Value, firstRow + row, TaskType.Cell), diagnostics);
}
