using System.Globalization;
using Granary.Abstractions.Models;
using Granary.Grains.Events;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Events;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Dispatch;

/// <summary>Turns what the dispatcher's core reports into events with names: of columns, groups, executions. Used under the dispatcher's lock.</summary>
internal sealed class DispatchEventLabels(string silo, ulong incarnation)
{
    /// <summary>Id of the execution that holds the lease of that number; an execution holds one.</summary>
    public string Execution(long lease) => string.Create(CultureInfo.InvariantCulture, $"{silo}/{incarnation:x}/{lease}");

    /// <summary>The execution that holds a lease, for the events of its calls.</summary>
    public CallerTask Caller(in TaskLease lease, DispatchedGroup group)
    {
        var (key, declaration) = (lease.Task.Key, lease.Task.Declaration);
        return new CallerTask(
            Execution(lease.Number), group.Spec.Session, key.RowGroup, key.Type.Name(), declaration.Group.Kind.Name(), declaration.Group.IdentityHash);
    }

    /// <summary>The event with its names.</summary>
    /// <param name="e">What the core reports.</param>
    /// <param name="group">Its row group; null when it is not registered any more, or the event is about no task.</param>
    /// <param name="declaration">What the task uses, if it is still known.</param>
    public StreamEvent Name(in DispatchEvent e, DispatchedGroup? group, TaskDeclaration? declaration)
    {
        var column = group?.Spec.Works[e.Task.Column].Name;
        return new StreamEvent(StreamEvent.Scheduler, e.Kind.Name(), e.At, Correlation(e, group, column, declaration))
        {
            TaskId = column is null ? null : TaskId.Of(column, e.Task.RowGroup, e.Task.Row, e.Task.Type),
            TaskLeaseId = e.Lease == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{incarnation:x}/{e.Lease}"),
            ResourceKey = e.Denial?.Resource ?? (e.Denial is { Missing: [var first, ..] } ? first.Resource : null),
            Reason = e.Reason,
            Diagnostics = Diagnostics(e, declaration),
            Snapshot = e.Snapshot,
        };
    }

    private EventCorrelation? Correlation(in DispatchEvent e, DispatchedGroup? group, string? column, TaskDeclaration? declaration) => e.Task.Run is { } run
        ? new EventCorrelation(
            run,
            group?.Spec.Session,
            e.Task.RowGroup,
            column,
            e.Task.Type.Name(),
            declaration?.Group.Kind.Name(),
            declaration?.Group.IdentityHash,
            e.Lease == 0 ? null : Execution(e.Lease))
        : null;

    private static IReadOnlyList<(string Name, object? Value)> Diagnostics(in DispatchEvent e, TaskDeclaration? declaration) => e.Kind switch
    {
        SchedulerEventKind.ReadyEnqueued or SchedulerEventKind.TaskLeaseAcquired when declaration is not null =>
            [.. declaration.Demand.Amounts.Select(static amount => (amount.Resource, (object?)amount.Amount))],
        SchedulerEventKind.StaleSelection => [("expected", e.Expected), ("found", e.Found)],
        SchedulerEventKind.TaskLeaseReleased => [("heldSeconds", e.HeldSeconds)],
        SchedulerEventKind.AdmissionDenied => [.. (e.Denial?.Missing ?? []).Select(static missing => (missing.Resource, (object?)missing.Requested))],
        SchedulerEventKind.AdmissionBlocked or SchedulerEventKind.GroupCapped when e.Explanation is { } why =>
        [
            ("queued", why.Queued),
            ("availableAfter", why.AvailableAfter),
            .. why.Histogram.Select(static reason => (reason.Key.Name(), (object?)reason.Value)),
        ],
        _ => [],
    };
}
