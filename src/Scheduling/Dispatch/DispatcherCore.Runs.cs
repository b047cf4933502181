using Granary.Scheduling.Events;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch;

/// <content>Runs that come and go, tasks that come and end.</content>
public sealed partial class DispatcherCore
{
    private readonly List<QueuedTask> _known = [];
    private (string Id, DispatchedRun Run)? _recent;

    private void AddRun(AddRunCommand add)
    {
        if (!_runs.TryGetValue(add.Run.Run, out var run))
            _runs.Add(add.Run.Run, run = new DispatchedRun());

        // The new declarations first: an endpoint that both name must not lose its limit in between.
        foreach (var declaration in add.Declarations)
        {
            _resources.Declare(declaration);
        }

        Withdraw(run);
        (run.Declarations, run.Present, run.Stuck) = (add.Declarations, true, false);
        _resources.SetRunLimit(add.Run);
    }

    private void RemoveRun(string id)
    {
        if (!_runs.TryGetValue(id, out var run))
            return;

        run.Present = false;
        Withdraw(run);
        if (run.Leases == 0)
            Forget(id);

        _queue.RemoveRun(id, _effects.Discarded);
    }

    /// <summary>One run after the other has work here: the run found last is found again without hashing its id.</summary>
    private DispatchedRun? Run(string id)
    {
        if (_recent is { } recent && ReferenceEquals(recent.Id, id))
            return recent.Run;

        if (!_runs.TryGetValue(id, out var run))
            return null;

        _recent = (id, run);
        return run;
    }

    private void Forget(string id)
    {
        _runs.Remove(id);
        _recent = null;
    }

    private void Withdraw(DispatchedRun run)
    {
        foreach (var declaration in run.Declarations)
        {
            _resources.Withdraw(declaration);
        }

        run.Declarations = [];
    }

    private void Enqueue(IReadOnlyList<QueuedTask> tasks)
    {
        _known.Clear();
        for (var index = 0; index < tasks.Count; index++)
        {
            var task = tasks[index];
            if (Run(task.Key.Run) is { Present: true })
                _known.Add(task);
            else
                _effects.Refused.Add(task.Key);
        }

        var first = _effects.Accepted.Count;
        _queue.Enqueue(_known, _now, _effects.Accepted);
        _known.Clear();
        for (var index = first; Hears(SchedulerEventKind.ReadyEnqueued) && index < _effects.Accepted.Count; index++)
        {
            Emit(SchedulerEventKind.ReadyEnqueued, _effects.Accepted[index]);
        }
    }

    /// <summary>Completion is told before the units are back, and the units are back before anything else starts.</summary>
    private void End(in TaskLease lease, TaskEnd end)
    {
        if (end != TaskEnd.Cancelled && Hears(SchedulerEventKind.TaskCompleted) && _controller.IsInForce(lease))
            Emit(SchedulerEventKind.TaskCompleted, lease, end.Name());

        Release(lease);
    }

    private void Release(in TaskLease lease)
    {
        var result = _controller.Release(lease);
        _effects.Released = result;
        if (result != TaskReleaseResult.Released)
        {
            Emit(SchedulerEventKind.ReleaseDiagnostic, lease, result.Name());
            return;
        }

        var id = lease.Task.Key.Run;
        if (Run(id) is { } run && --run.Leases == 0 && !run.Present)
            Forget(id);

        if (Hears(SchedulerEventKind.TaskLeaseReleased))
        {
            _effects.Events.Add(new DispatchEvent(
                SchedulerEventKind.TaskLeaseReleased, _now, lease.Task.Key, lease.Number, HeldSeconds: Math.Max(0, _now - lease.AcquiredAt)));
        }
    }

    private void Switch(in TaskLease lease, bool switched, SchedulerEventKind kind)
    {
        _effects.Switched = switched;
        if (switched)
            Emit(kind, lease, null);
    }
}
