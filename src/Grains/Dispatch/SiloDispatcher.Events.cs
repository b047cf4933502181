using System.Runtime.InteropServices;
using Granary.Abstractions.Models;
using Granary.Grains.Events;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Events;
using Granary.Scheduling.Leases;

namespace Granary.Grains.Dispatch;

/// <summary>What the dispatcher says to whoever listens, through the same outbox as everything else: in order, and without the lock.</summary>
internal sealed partial class SiloDispatcher
{
    private readonly Dictionary<long, DispatchedGroup> _executing = [];

    /// <summary>The execution under that lease, for the events of its calls; null when nobody wants them.</summary>
    public CallerTask? CallerOf(in TaskLease lease, DispatchedGroup group) => _events.HearsRequests ? _labels.Caller(lease, group) : null;

    /// <summary>Says something about a worker, in the order of everything else the dispatcher says.</summary>
    public void Tell(SchedulerEventKind kind, DispatchedGroup group, in TaskLease lease, string? reason)
    {
        if (!_events.Hears(kind))
        {
            return;
        }

        var e = new DispatchEvent(kind, Now, lease.Task.Key, lease.Number, reason);
        lock (_gate)
        {
            _outbox.Add(_labels.Name(e, group, lease.Task.Declaration));
        }

        _outbox.Flush();
    }

    /// <summary>Shows how everything stands, if somebody wants to know.</summary>
    public void TellHealth(EventCorrelation correlation)
    {
        if (!_events.Hears(SchedulerEventKind.SchedulerHealthSnapshot))
        {
            return;
        }

        lock (_gate)
        {
            _outbox.Add(new StreamEvent(StreamEvent.Scheduler, SchedulerEventKind.SchedulerHealthSnapshot.Name(), Now, correlation) { Snapshot = _core.Admission() });
        }

        _outbox.Flush();
    }

    // Who holds a lease, for the event of its end; kept only while that is wanted, or nobody would take it out again.
    private void Remember(in TaskLease lease, DispatchedGroup group, SchedulerEventSet wanted)
    {
        if (wanted.Has(SchedulerEventKind.TaskLeaseReleased))
        {
            _executing[lease.Number] = group;
        }
        else if (_executing.Count > 0)
        {
            _executing.Clear();
        }
    }

    // Events first: what they tell happened before anything that follows from it.
    private void AddEvents()
    {
        foreach (ref readonly var e in CollectionsMarshal.AsSpan(_effects.Events))
        {
            var group = e.Task.Run is null ? null : _groups.GetValueOrDefault((e.Task.Run, e.Task.RowGroup));
            if (e.Lease != 0 && _executing.TryGetValue(e.Lease, out var executing))
            {
                group = executing;
                if (e.Kind == SchedulerEventKind.TaskLeaseReleased)
                {
                    _executing.Remove(e.Lease);
                }
            }

            var declaration = group is null ? null : _runs.GetValueOrDefault(group.RunId)?.Declarations[e.Task.Column];
            _outbox.Add(_labels.Name(e, group, declaration));
        }
    }
}
