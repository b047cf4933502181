using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Progress;
using Granary.Scheduling.Events;
using Granary.Scheduling.Windows;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>How many row groups are open: a fixed number, or as many as keep the providers busy.</summary>
internal sealed partial class RunCore
{
    private AdaptiveWindow? _adaptive;
    private WindowReason? _windowReason;

    private int WindowNow => _adaptive?.Target ?? _shape.Window.Max;

    private AdaptiveWindow? NewWindow() => _shape.Window.Adaptive ? new AdaptiveWindow(_shape.Window.Max, _plan.Rows, State.RowGroupSize) : null;

    private bool HasPlace(int rows)
    {
        var open = _board.Open.Count;
        return _adaptive is { } adaptive ? adaptive.Admits(open, OpenRows, rows) : open < _shape.Window.Max;
    }

    private long OpenRows => _board.Open.Sum(static group => (long)group.Rows);

    /// <summary>A report is a look at the load of its silo; the memory is that of all open groups.</summary>
    private void JudgeWindow(RowGroupLoad load, DateTimeOffset now)
    {
        if (_adaptive is not { } adaptive || State.State != RunState.Running || State.ShutdownCause is not null)
        {
            return;
        }

        var judgement = adaptive.Judge(
            new WindowLoad(
                _board.Open.Count,
                OpenRows,
                _board.Open.Sum(static group => group.Load?.Bytes ?? 0),
                _board.Next() is { } next ? _plan.Group(next).Rows : null,
                load.NextIsDeferred,
                load.Queued,
                load.SubmissionCapacity,
                load.CallsModels ? new LlmWaitLoad(load.LlmWaitAvailable, load.LlmWaitLeased, load.LlmWaitQueued) : null),
            (now - State.CreatedAt).TotalSeconds);
        if (judgement is { IsNews: true, Reason: { } reason })
        {
            _maxima.Blocked(reason.Name());
            _effects.Add(new RunEffect.Announce(SchedulerEventKind.RowGroupAdmissionBlocked, reason.Name(), ("open", _board.Open.Count), ("target", adaptive.Target)));
        }

        _windowReason = judgement.Reason;
        if (judgement.Change is { } change)
        {
            _effects.Add(new RunEffect.Announce(SchedulerEventKind.RowGroupAdmissionTargetChanged, change.Reason, ("from", change.From), ("to", change.To)));
            _effects.Add(new RunEffect.Show("row_group_admission_target_changed", new { from = change.From, to = change.To, reason = change.Reason }));
            OpenMore(now);
        }
    }
}
