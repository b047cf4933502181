using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Profiles;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>Row groups of a run: which are open, what they report, what they are told.</summary>
internal sealed partial class RunCore
{
    private const int DroppedEventsPerReport = 10;

    /// <summary>A row group tells where it stands; the answer is what it is to do.</summary>
    public (RowGroupOrder Order, IReadOnlyList<RunEffect> Effects) Report(RowGroupReport report, DateTimeOffset now)
    {
        var order = Hear(report, now);
        return (order, Take());
    }

    /// <summary>A row group is finished and its files are there.</summary>
    public (RowGroupOrder Order, IReadOnlyList<RunEffect> Effects) Sealed(RowGroupSeal seal, DateTimeOffset now)
    {
        var order = Accept(seal, now);
        return (order, Take());
    }

    /// <summary>Parts that are noted as sealed but not there any more: a run at rest forgets them, so that a resume makes their groups again.</summary>
    public IReadOnlyList<RunEffect> PartsMissing(IReadOnlyCollection<long> groups)
    {
        foreach (var group in State.ProcessingCompleted is null ? groups : [])
        {
            if (State.Sealed.Find(s => s.Group == group) is { } gone)
            {
                State.Sealed.Remove(gone);
                State.ProfiledLost.Add(group);
                _board.Unseal(group);
                var rows = gone.Part?.Rows ?? 0;
                State.SealedTotals = Without(State.SealedTotals!, rows, _plan.Group(group).Rows - rows);
                _effects.Add(RunEffect.Persist.Now);
                _effects.Add(new RunEffect.Show("warning", new { code = "part_missing", detail = $"The part of row group {group} is gone; its rows are made again." }));
            }
        }

        return Take();
    }

    /// <summary>A row group could not even be opened: the run fails, or, if it was on its way to rest, waits for that group no longer.</summary>
    public IReadOnlyList<RunEffect> GroupFailed(long group, string code, string detail, DateTimeOffset now)
    {
        _board.Close(group);
        Fail(code, detail, now);
        DrainedIfQuiet(false, now);
        return Take();
    }

    private void OpenMore(DateTimeOffset now)
    {
        ReplaceDropped();
        while (State.State == RunState.Running && State.ShutdownCause is null && _board.Next() is { } next && HasPlace(_plan.Group(next).Rows))
        {
            _board.Add(new OpenGroup(next, _plan.Group(next).Rows, now));
            _maxima.Window(_board.Open.Count, WindowNow);
            _effects.Add(new RunEffect.Open(next, RowGroupOrder.Go));
            _effects.Add(new RunEffect.Show("row_group", new { n = next, state = "open", rows = _plan.Group(next).Rows, dropped = 0 }));
        }

        var done = _board.AllSealed || (State.ShutdownCause is not null && _board.Open.Count == 0);
        if (done && Move(RunCommand.GroupsDone, State.Reason, now) == RunActionOutcome.Accepted)
        {
            Enter(now);
        }
    }

    private RowGroupOrder Hear(RowGroupReport report, DateTimeOffset now)
    {
        if (report.Group >= _plan.Groups || _board.IsSealed(report.Group))
        {
            return RowGroupOrder.Forget;
        }

        var ended = report.Phase is RowGroupPhase.Closed or RowGroupPhase.Faulted;
        if (_board.Find(report.Group) is not { } group)
        {
            return ended ? Remember(report) : Adopt(report, now);
        }

        if (report.Session < group.Session)
        {
            return RowGroupOrder.Leave;
        }

        Note(group, report, now);
        if (report.Phase == RowGroupPhase.Faulted)
        {
            End(group, report);
            Fail(report.Fault?.Code ?? "internal", report.Fault?.Detail ?? "A row group gave no reason.", now);
            DrainedIfQuiet(false, now);
            return RowGroupOrder.Leave;
        }

        // A close that an earlier epoch ordered is no answer to what is wanted now: the group was opened again since, or will be.
        if (report.Phase == RowGroupPhase.Closed && report.Epoch == State.Epoch)
        {
            End(group, report);
            DrainedIfQuiet(false, now);
            OpenMore(now);
            return RowGroupOrder.Leave;
        }

        if (report.Epoch != State.Epoch && State.State == RunState.Running)
        {
            _effects.Add(new RunEffect.Open(report.Group, OrderNow()));
        }

        if (report.Load is { } load)
        {
            JudgeWindow(load, now);
        }

        return OrderNow();
    }

    private RowGroupOrder Accept(RowGroupSeal seal, DateTimeOffset now)
    {
        if (seal.Group >= _plan.Groups || _board.IsSealed(seal.Group))
        {
            var counted = State.Sealed.Find(s => s.Group == seal.Group);
            return counted is not null && counted.Part?.Name == seal.Part?.Name && counted.DroppedFile == seal.DroppedFile
                ? RowGroupOrder.Forget
                : RowGroupOrder.Discard;
        }

        var group = _board.Find(seal.Group);
        if (State.State == RunState.Completed || (group is not null && seal.Session < group.Session))
        {
            return RowGroupOrder.Leave;
        }

        if (group is not null)
        {
            Note(group, seal.Last, now);
            if (seal.Last.Load is { } load)
            {
                JudgeWindow(load, now);
            }
        }

        var at = State.Sealed.FindIndex(s => s.Group > seal.Group);
        State.Sealed.Insert(
            at < 0 ? State.Sealed.Count : at,
            new SealedGroup { Group = seal.Group, Part = seal.Part, DroppedFile = seal.DroppedFile, Partial = seal.Partial });
        State.SealedTotals = TotalsMath.Add(State.SealedTotals!, TotalsMath.AtRest(seal.Last.Totals));
        State.OpenTotals.Remove(seal.Group);
        if (!State.ProfiledLost.Remove(seal.Group))
        {
            State.Profile = ProfileMath.Add(State.Profile, seal.Profile);
        }

        _progress.Keep(seal.Last.Totals);
        _board.Seal(seal.Group);
        CloseRetries(seal.Group);
        _effects.Add(RunEffect.Persist.Now);
        _effects.Add(new RunEffect.Show(
            "row_group",
            new { n = seal.Group, state = seal.Partial ? "partial" : "sealed", rows = seal.Part?.Rows ?? 0, dropped = seal.Last.Totals.RowsDropped }));
        if (State.Sealed.Count == 1)
        {
            _effects.Add(RunEffect.WriteManifest.Now);
        }

        CheckLimits(now);
        if (State.State is RunState.Running or RunState.Pausing)
        {
            OpenMore(now);
        }

        DrainedIfQuiet(false, now);
        return RowGroupOrder.Forget;
    }

    // A group that is open although we do not know it: this run woke up while its silo lived on.
    private RowGroupOrder Adopt(RowGroupReport report, DateTimeOffset now)
    {
        if (State.State is RunState.Running or RunState.Pausing or RunState.Cancelling)
        {
            var group = new OpenGroup(report.Group, _plan.Group(report.Group).Rows, now);
            _board.Add(group);
            Note(group, report, now);
            _effects.Add(new RunEffect.Open(report.Group, OrderNow()));
        }

        return OrderNow();
    }

    private RowGroupOrder Remember(RowGroupReport report)
    {
        State.OpenTotals[report.Group] = TotalsMath.AtRest(report.Totals);
        return RowGroupOrder.Leave;
    }

    private void Note(OpenGroup group, RowGroupReport report, DateTimeOffset now)
    {
        if (report.Session > group.Session)
        {
            (group.Session, group.OutcomesSeen) = (report.Session, 0);
        }

        group.Heard = now;
        group.Totals = report.Totals;
        group.Troubles = report.Troubles;
        group.Blocked = report.Blocked;
        group.Load = report.Load;
        _maxima.Look(_board.Open);
        foreach (var dropped in report.Dropped.Take(DroppedEventsPerReport))
        {
            _effects.Add(new RunEffect.Show("dropped", new { row = dropped.Row, column = dropped.Column, reason = dropped.Reason, kind = dropped.Kind }));
        }

        for (var i = Math.Max(0, group.OutcomesSeen - report.FirstOutcome); i < report.Outcomes.Length; i++)
        {
            if (_shutdown.Observe(failed: report.Outcomes[(int)i] == 0))
            {
                ShutDown(report);
            }
        }

        group.OutcomesSeen = Math.Max(group.OutcomesSeen, report.FirstOutcome + report.Outcomes.Length);
    }

    private void ShutDown(RowGroupReport report)
    {
        if (State.State != RunState.Running || State.ShutdownCause is not null)
        {
            return;
        }

        var cause = report.Dropped.IsEmpty ? Describe(report.Totals.Failures) : $"{report.Dropped[0].Kind} in column {report.Dropped[0].Column}: {report.Dropped[0].Detail}";
        State.ShutdownCause = cause;
        _effects.Add(RunEffect.Persist.Now);
        _effects.Add(new RunEffect.Show("warning", new { code = "early_shutdown", detail = cause }));
        TellAll(RowGroupOrder.Finish);
    }

    private void End(OpenGroup group, RowGroupReport report)
    {
        _board.Close(group.Number);
        _progress.Keep(report.Totals);
        State.OpenTotals[group.Number] = TotalsMath.AtRest(report.Totals);
        if (RunLifecycle.IsTerminal(State.State))
        {
            _effects.Add(RunEffect.Persist.Now);
        }
    }

    private void DrainedIfQuiet(bool preflight, DateTimeOffset now)
    {
        if (_board.Open.Count == 0 && !preflight && State.State is RunState.Pausing or RunState.Cancelling)
        {
            Move(RunCommand.Drained, State.Reason, now);
        }
    }

    private RowGroupOrder OrderNow() => State.State switch
    {
        RunState.Running => State.ShutdownCause is null ? RowGroupOrder.Go : RowGroupOrder.Finish,
        RunState.Pending or RunState.Preflight or RunState.Pausing or RunState.Paused or RunState.Completing => RowGroupOrder.Pause,
        _ => RowGroupOrder.Cancel,
    };

    private void TellAll(RowGroupOrder order)
    {
        foreach (var group in _board.Open)
        {
            _effects.Add(new RunEffect.Tell(group.Number, order));
        }
    }

    // A group whose silo died says nothing more: opening it again places it on a living one, and changes nothing for one that lives.
    private void CheckSilence(DateTimeOffset now)
    {
        foreach (var group in _board.Open)
        {
            if (now - group.Heard >= _tuning.GroupSilence)
            {
                group.Heard = now;
                if (RunLifecycle.IsTerminal(State.State))
                {
                    continue;
                }

                _effects.Add(new RunEffect.Open(group.Number, OrderNow()));
            }
        }
    }

    private static RowGroupTotals Without(RowGroupTotals totals, int rows, int dropped) => totals with
    {
        RowsDone = Math.Max(0, totals.RowsDone - rows),
        RowsDropped = Math.Max(0, totals.RowsDropped - dropped),
        Columns = [.. totals.Columns.Select(c => c with { Done = Math.Max(0, c.Done - rows) })],
    };
}
