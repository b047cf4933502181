using Granary.Abstractions.Runs;
using Granary.Scheduling.Events;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>Sessions in the scheduler stream: one from each start, resume or awakening of the run until it rests.</summary>
internal sealed partial class RunCore
{
    /// <summary>Number of the session that is under way; null: there is none.</summary>
    public int? Session { get; private set; }

    /// <summary>Which events of the run are kept.</summary>
    public string EventLevel => _shape.Events;

    /// <summary>An activation goes in the middle of a session, which is over with it, whatever becomes of the run.</summary>
    public static RunEffect.Announce ActivationLost { get; } = new(SchedulerEventKind.SchedulerJobCompleted, "error", ("errorType", "activation_lost"));

    private void BeginSession()
    {
        if (Session is not null)
        {
            return;
        }

        Session = State.Epoch;
        var tasks = _shape.Columns.Count(static column => column.Kind is not ("sampler" or "seed" or "expression"));
        _effects.Add(new RunEffect.Announce(
            SchedulerEventKind.SchedulerJobStarted,
            null,
            [
                ("rows", _plan.Rows),
                ("rowGroupSize", State.RowGroupSize),
                ("rowGroups", _plan.Groups),
                ("columns", _shape.Columns.Length),
                ("roots", _shape.Columns.Count(static column => column.Upstream.IsEmpty)),
                ("depth", Depth()),
                ("tasksPerRow", tasks),
                ("sealedGroups", State.Sealed.Count),
                ("maxInFlight", _shape.Limits.MaxInFlight),
                (_shape.Window.Adaptive ? "windowMax" : "window", _shape.Window.Max),
                .. _shape.Columns.Select(static column => (column.Name, (object?)$"{column.Kind}{(column.Alias is { } alias ? " " + alias : "")}")),
            ]));
    }

    private void EndSession()
    {
        if (Session is null || RunLifecycle.IsActive(State.State))
        {
            return;
        }

        Session = null;
        var (result, detail) = State.State switch
        {
            RunState.Completed when State.Outcome == "early_shutdown" => ("early_shutdown", null),
            RunState.Completed => ("success", State.Outcome),
            RunState.Failed => ("error", State.Reason?.Split(':')[0]),
            RunState.Cancelled => ("cancelled", null),
            _ => ("paused", State.Reason?.Split(':')[0]),
        };
        _effects.Add(new RunEffect.Announce(SchedulerEventKind.SchedulerJobCompleted, result, ("detail", detail)));
    }

    private int Depth()
    {
        var depths = new int[_shape.Columns.Length];
        for (var round = 0; round < depths.Length; round++)
        {
            var changed = false;
            for (var i = 0; i < depths.Length; i++)
            {
                var depth = _shape.Columns[i].Upstream.IsEmpty ? 1 : 1 + _shape.Columns[i].Upstream.Max(upstream => depths[upstream]);
                (changed, depths[i]) = (changed || depth != depths[i], depth);
            }

            if (!changed)
            {
                break;
            }
        }

        return depths.Length == 0 ? 0 : depths.Max();
    }
}
