using Granary.Scheduling.Events;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Queueing;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch;

/// <content>The dispatch pass.</content>
public sealed partial class DispatcherCore
{
    private long _reportedVersion = -1;
    private string _reportedReasons = "";

    /// <summary>Nothing has been emptied yet, so there is nothing to tell.</summary>
    private bool _emptyTold = true;

    private void Pass()
    {
        if (_queue.Count > 0)
        {
            _emptyTold = false;
        }
        else if (!_emptyTold)
        {
            _emptyTold = true;
            Emit(SchedulerEventKind.QueueEmpty, default(TaskKey));
            EmitHealth();
        }

        var dispatched = false;
        while (_queue.Count > 0 && _controller.SelectNext(_now, out var selection))
        {
            Emit(SchedulerEventKind.Selected, selection.Task.Key, ModeName(selection.Mode));
            if (!Dispatch(selection))
                break;

            dispatched = true;
        }

        if (_queue.Count > 0)
            Blocked();
        else if (dispatched)
        {
            Emit(SchedulerEventKind.QueueDrained, default(TaskKey));
            EmitHealth();
        }

        TellDemands();
    }

    /// <summary>Lease, take out, name. False ends the pass and asks for another one: the queue was not what the selection had seen.</summary>
    private bool Dispatch(in Selection selection)
    {
        var key = selection.Task.Key;
        if (_controller.TryAcquire(selection, _now, out var lease) is { } denial)
        {
            if (Hears(SchedulerEventKind.AdmissionDenied))
                _effects.Events.Add(new DispatchEvent(SchedulerEventKind.AdmissionDenied, _now, key, Reason: denial.Reason.Name(), Denial: denial));

            _effects.WakeAt = _now;
            return false;
        }

        if (!_queue.Commit(selection, _now))
        {
            _controller.Release(lease);
            if (Hears(SchedulerEventKind.StaleSelection))
                _effects.Events.Add(new DispatchEvent(SchedulerEventKind.StaleSelection, _now, key, Expected: selection.Version, Found: _queue.View.Version));

            _effects.WakeAt = _now;
            return false;
        }

        Run(key.Run)!.Leases++;
        Emit(SchedulerEventKind.TaskLeaseAcquired, lease, ModeName(lease.Mode));
        _effects.Spawns.Add(lease);
        return true;
    }

    private void Blocked()
    {
        _effects.WakeAt ??= _resources.EarliestOpening();
        NameStuckRuns();
        if (!Hears(SchedulerEventKind.AdmissionBlocked) && !Hears(SchedulerEventKind.GroupCapped) && !Hears(SchedulerEventKind.SchedulerHealthSnapshot))
            return;

        var explanation = _controller.ExplainBlocked();
        var reasons = string.Join(' ', explanation.Histogram.Select(entry => $"{entry.Key.Name()}={entry.Value}"));
        if (explanation.Version == _reportedVersion && reasons == _reportedReasons)
            return;

        (_reportedVersion, _reportedReasons) = (explanation.Version, reasons);
        var kind = explanation.Histogram.ContainsKey(TaskDenialReason.GroupCap) ? SchedulerEventKind.GroupCapped : SchedulerEventKind.AdmissionBlocked;
        if (Hears(kind))
            _effects.Events.Add(new DispatchEvent(kind, _now, Reason: reasons, Explanation: explanation, Snapshot: _controller.View()));

        EmitHealth();
    }

    /// <summary>
    /// The guard against hanging. A head that wants more than is configured at all stays blocked for ever: its run is named as soon as nothing of
    /// it is in flight. And when nothing at all is in flight, no block will end by itself and nothing outside is awaited, every run that waits is.
    /// </summary>
    private void NameStuckRuns()
    {
        var nothingMoves = _controller.Active == 0 && _effects.WakeAt is null && !_controller.ShuttingDown;
        if (!nothingMoves && !_resources.Impossible.Exists(shape => shape.Heads > 0))
            return;

        var heads = _controller.ExplainBlocked().Heads;
        nothingMoves &= !heads.Any(head => head.Denial.Reason == TaskDenialReason.RequestBlocked);
        foreach (var head in heads)
        {
            var run = _runs[head.Task.Run];
            if (run.Stuck || !(nothingMoves || (run.Leases == 0 && _queue.Group(head.Group)!.Head!.Impossible)))
                continue;

            run.Stuck = true;
            _effects.Stuck.Add(new StuckRun(head.Task.Run, head.Task, head.Denial));
        }
    }

    /// <summary>Agents hear of demand before workers do, so shares are there when the tasks start.</summary>
    private void TellDemands()
    {
        foreach (var capacity in _resources.Touched)
        {
            if (capacity.Report())
                _effects.Demands.Add(new KeyDemand(capacity.Key, capacity.ReportedQueued));
        }

        _resources.Touched.Clear();
    }

    private bool Hears(SchedulerEventKind kind) => _listened.Has(kind);

    private void Emit(SchedulerEventKind kind, in TaskLease lease, string? reason)
    {
        if (Hears(kind))
            _effects.Events.Add(new DispatchEvent(kind, _now, lease.Task.Key, lease.Number, reason));
    }

    private void Emit(SchedulerEventKind kind, in TaskKey task, string? reason = null)
    {
        if (Hears(kind))
            _effects.Events.Add(new DispatchEvent(kind, _now, task, Reason: reason));
    }

    private void EmitHealth()
    {
        if (Hears(SchedulerEventKind.SchedulerHealthSnapshot))
            _effects.Events.Add(new DispatchEvent(SchedulerEventKind.SchedulerHealthSnapshot, _now, Snapshot: _controller.View()));
    }

    private static string ModeName(AdmissionMode mode) => mode == AdmissionMode.Fair ? "fair" : "spare";
}
