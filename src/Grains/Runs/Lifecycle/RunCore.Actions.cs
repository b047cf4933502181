using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What its owner may do to a run.</summary>
internal sealed partial class RunCore
{
    /// <summary>Nothing new starts; calls in flight finish and are kept.</summary>
    public RunDecision Pause(string? reason, DateTimeOffset now)
    {
        var outcome = Halt(reason ?? "user", now);
        return Decided(outcome, "paused");
    }

    /// <summary>Goes on from rest, or takes a pause back.</summary>
    public RunDecision Resume(string? reason, RunLimitChange? limits, DateTimeOffset now)
    {
        if (limits?.MaxCost is not null && CostEstimate.Of(_shape, Totals(), _plan.Rows) is null)
        {
            return Refuse("run_state", "maxCost cannot be watched: the aliases of the run have no prices in one currency. Use maxTokens.");
        }

        if (!RunLifecycle.IsActive(State.State) && Expired(now) is { } conflict)
        {
            return new RunDecision(RunActionOutcome.Conflict, conflict, Take());
        }

        if (State.State == RunState.Completed && (!Unfinished || State.ProcessingCompleted is not null))
        {
            return Decided(RunActionOutcome.Conflict, "resumed");
        }

        if (limits is not null)
        {
            State.Limits = new RunLimitChange(
                limits.Deadline ?? State.Limits?.Deadline, limits.MaxTokens ?? State.Limits?.MaxTokens, limits.MaxCost ?? State.Limits?.MaxCost);
        }

        return Decided(GoOn(reason, now), "resumed");
    }

    /// <summary>Goes on with a document of the same fingerprint, with more rows if it now says more.</summary>
    public RunDecision Continue(RunSubmission submission, RunShape shape, long rows, DateTimeOffset now)
    {
        if (Processed(rows) is { } processed)
        {
            return processed;
        }

        if (rows < Asked)
        {
            return Refuse("run_shrinks", $"The run has {Asked} rows, the document now says {rows}. Give at least {_plan.Rows}, or start a new run with resume: never.");
        }

        var atRest = !RunLifecycle.IsActive(State.State);
        if (rows > Asked)
        {
            if (!atRest)
            {
                return Refuse("run_state", $"The run is {RunStateNames.Of(State.State)}; rows can be added once it is paused or has ended.");
            }

            if (Expired(now) is { } expired)
            {
                return new RunDecision(RunActionOutcome.Conflict, expired, Take());
            }

            State.Segments.Add(new RunSegment { FirstRow = _plan.Rows, Rows = rows - Asked });
            Replan();
        }
        else if (State.State == RunState.Completed && !Unfinished)
        {
            return new RunDecision(RunActionOutcome.AlreadySo, null, Take());
        }

        if (atRest)
        {
            (_submission, _shape, State.Limits) = (submission, shape, null);
            _adaptive = NewWindow();
        }

        return Resume(null, null, now);
    }

    /// <summary>Calls in flight are cancelled; sealed parts and logs stay.</summary>
    public RunDecision Cancel(string? reason, DateTimeOffset now)
    {
        var preflight = State.State == RunState.Preflight;
        var outcome = Move(RunCommand.Cancel, reason ?? "user", now);
        if (outcome == RunActionOutcome.Accepted && State.State == RunState.Cancelling)
        {
            TellAll(RowGroupOrder.Cancel);
            DrainedIfQuiet(preflight, now);
        }

        return Decided(outcome, "cancelled");
    }

    private RunActionOutcome Halt(string reason, DateTimeOffset now)
    {
        var preflight = State.State == RunState.Preflight;
        var outcome = Move(RunCommand.Pause, reason, now);
        if (outcome == RunActionOutcome.Accepted && State.State == RunState.Pausing)
        {
            TellAll(RowGroupOrder.Pause);
            DrainedIfQuiet(preflight, now);
        }

        return outcome;
    }

    private RunActionOutcome GoOn(string? reason, DateTimeOffset now)
    {
        var preflight = _shape.Preflight && !State.PreflightPassed && !_shape.Aliases.IsEmpty;
        var outcome = Move(preflight ? RunCommand.ResumeWithPreflight : RunCommand.Resume, reason, now);
        if (outcome != RunActionOutcome.Accepted)
        {
            return outcome;
        }

        State.Epoch++;
        (State.Outcome, State.ShutdownCause, State.ProcessingStarted) = (null, null, null);
        _shutdown = NewShutdown();
        foreach (var group in _board.Open)
        {
            group.Heard = now;
            _effects.Add(new RunEffect.Open(group.Number, RowGroupOrder.Go));
        }

        Enter(now);
        return outcome;
    }

    private RunConflict? Expired(DateTimeOffset now) => now - State.Since <= _tuning.ResumeRetention
        ? null
        : new RunConflict(
            "run_state",
            $"The run is {RunStateNames.Of(State.State)} since {State.Since:O}; it could be resumed for {_tuning.ResumeRetention.TotalDays:0.#} days (Runs:ResumeRetention).");

    private RunDecision Refuse(string code, string detail) => new(RunActionOutcome.Conflict, new RunConflict(code, detail), Take());

    private RunDecision Decided(RunActionOutcome outcome, string action) => new(
        outcome,
        outcome == RunActionOutcome.Conflict ? new RunConflict("run_state", RunLifecycle.Explain(State.State, Unfinished, action)) : null,
        Take());
}
