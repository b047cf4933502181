using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Capacity;
using Granary.Grains.Runs.Progress;
using Granary.Scheduling.Events;
using Granary.Scheduling.Recovery;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>
/// One run: command in, effects out. The life of a run: <see cref="Begin"/> → preflight → row groups opened within the window (<c>Groups</c> part)
/// → every group sealed → the artifact is put together → the end. It changes <see cref="State"/>, which its grain writes down before anything
/// that follows from it is answered. Not thread-safe; no clock, no task.
/// </summary>
internal sealed partial class RunCore
{
    private const int MaxHistory = 100;
    private const int LargestShutdownWindow = 1_000;

    private readonly RunTuning _tuning;
    private readonly GroupBoard _board;
    private readonly RunProgress _progress;
    private readonly Dictionary<string, (long Done, DateTimeOffset At)> _successes = new(StringComparer.Ordinal);
    private readonly List<RunEffect> _effects = [];
    private RunSubmission _submission;
    private RunShape _shape;
    private ShutdownWindow _shutdown;
    private RunPlan _plan;

    public RunCore(RunGrainState state, RunSubmission submission, RunShape shape, RunTuning tuning)
    {
        State = state;
        _submission = submission;
        _shape = shape;
        _tuning = tuning;
        _plan = new RunPlan(state.RowGroupSize, state.Segments);
        _board = new GroupBoard(_plan.Groups);
        _retries = new RetryBudget(state.Retries, state.RetriesOfSealed);
        _progress = new RunProgress(shape);
        _maxima = new ObservedMaxima(shape);
        _shutdown = NewShutdown();
        _adaptive = NewWindow();
        state.SealedTotals ??= TotalsMath.Zero(shape.Columns.Length);
        foreach (var group in state.Sealed)
        {
            _board.Seal(group.Group);
        }
    }

    /// <summary>What its grain keeps.</summary>
    public RunGrainState State { get; }

    /// <summary>Groups that are open now.</summary>
    public IReadOnlyCollection<OpenGroup> OpenGroups => _board.Open;

    /// <summary>How the result is written.</summary>
    public Documents.RunOutput Output => _shape.Output;

    /// <summary>Rows are left to make: a resume has something to do.</summary>
    public bool Unfinished => !_board.AllSealed;

    /// <summary>The state of a run that was just submitted.</summary>
    public static RunGrainState NewState(RunStart start) => new()
    {
        Name = start.Name,
        Fingerprint = start.Fingerprint,
        RowGroupSize = start.RowGroupSize,
        Segments = [new RunSegment { FirstRow = 0, Rows = start.Rows }],
        CreatedAt = start.CreatedAt,
        State = RunState.Pending,
        Since = start.CreatedAt,
    };

    /// <summary>The first thing that happens to a new run.</summary>
    public IReadOnlyList<RunEffect> Begin(DateTimeOffset now)
    {
        State.Epoch++;
        State.History.Add(new RunStateEntry { State = RunState.Pending, At = State.CreatedAt });
        Move(_shape.Preflight && !_shape.Aliases.IsEmpty ? RunCommand.Begin : RunCommand.BeginWithoutPreflight, null, now);
        Enter(now);
        return Take();
    }

    /// <summary>The run woke up from its state: it goes on where it was. What was in flight is gone.</summary>
    public IReadOnlyList<RunEffect> Activate(DateTimeOffset now)
    {
        if (RunLifecycle.IsActive(State.State))
        {
            State.Epoch++;
            _effects.Add(RunEffect.Persist.Now);
            if (State.State == RunState.Pending)
            {
                Move(_shape.Preflight && !_shape.Aliases.IsEmpty ? RunCommand.Begin : RunCommand.BeginWithoutPreflight, null, now);
            }

            if (State.State is RunState.Pausing or RunState.Cancelling)
            {
                Move(RunCommand.Drained, State.Reason, now);
            }

            Enter(now);
        }
        else
        {
            ShowEnd();
        }

        return Take();
    }

    /// <summary>Every alias answered, or one did not.</summary>
    public IReadOnlyList<RunEffect> PreflightEnded(string? failure, DateTimeOffset now)
    {
        State.PreflightPassed |= failure is null;
        if (State.State is RunState.Pausing or RunState.Cancelling)
        {
            Move(RunCommand.Drained, State.Reason, now);
        }
        else if (State.State == RunState.Preflight && failure is null)
        {
            Move(RunCommand.PreflightPassed, null, now);
            Enter(now);
        }
        else if (State.State == RunState.Preflight)
        {
            Fail("preflight_failed", failure!, now);
        }

        return Take();
    }

    /// <summary>The artifact is whole.</summary>
    /// <param name="processed">What processors made of the parts; null: there are none.</param>
    /// <param name="now">This instant.</param>
    public IReadOnlyList<RunEffect> Assembled(RunPart? processed, DateTimeOffset now)
    {
        if (State.State != RunState.Completing)
        {
            return Take();
        }

        if (State.SealedTotals!.RowsDone == 0)
        {
            Fail("no_rows", State.ShutdownCause ?? "every row was dropped: " + Describe(State.SealedTotals.Failures), now);
            return Take();
        }

        State.Outcome = OutcomeNow;
        if (processed is not null)
        {
            (State.Processed, State.ProcessingCompleted) = (processed, now);
        }

        Move(RunCommand.Assembled, State.ShutdownCause, now);
        return Take();
    }

    /// <summary>The run cannot go on; a sentence for its owner.</summary>
    public IReadOnlyList<RunEffect> Failed(string code, string detail, DateTimeOffset now)
    {
        Fail(code, detail, now);
        return Take();
    }

    /// <summary>Every second while the run is not at rest.</summary>
    public IReadOnlyList<RunEffect> Tick(DateTimeOffset now)
    {
        if (State.State == RunState.Running)
        {
            _progress.Tick(Totals(), _board.Open, now);
            CheckLimits(now);
            CheckPatience(now);
        }

        CheckSilence(now);
        return Take();
    }

    private ShutdownWindow NewShutdown() => new(_shape.Shutdown.Rate, Math.Min(_shape.Shutdown.Window, LargestShutdownWindow));

    // What a state begins with, also when the run wakes up in it.
    private void Enter(DateTimeOffset now)
    {
        switch (State.State)
        {
            case RunState.Preflight:
                _effects.Add(RunEffect.Preflight.Now);
                break;
            case RunState.Running:
                State.RunningSince ??= now;
                BeginSession();
                OpenMore(now);
                break;
            case RunState.Completing:
                Assemble(now);
                break;
        }
    }

    private RunActionOutcome Move(RunCommand command, string? reason, DateTimeOffset now)
    {
        var from = State.State;
        var transition = RunLifecycle.Decide(from, Unfinished, command);
        if (transition.Outcome != RunActionOutcome.Accepted)
        {
            return transition.Outcome;
        }

        (State.State, State.Since, State.Reason) = (transition.To, now, reason);
        State.History.Add(new RunStateEntry { State = transition.To, At = now, Reason = reason });
        State.History.RemoveRange(0, Math.Max(0, State.History.Count - MaxHistory));
        if (!RunLifecycle.IsActive(from) || from == RunState.Pending)
        {
            _effects.Add(RunEffect.Rise.Now);
        }

        _effects.Add(RunEffect.Persist.Now);
        _effects.Add(new RunEffect.Announce(SchedulerEventKind.RunStateChanged, RunStateNames.Of(transition.To), ("from", RunStateNames.Of(from))));
        _effects.Add(new RunEffect.Show("state", new { from = RunStateNames.Of(from), to = RunStateNames.Of(transition.To), reason }));
        if (from != RunState.Pending)
        {
            _effects.Add(RunEffect.WriteManifest.Now);
        }

        if (transition.To != RunState.Running)
        {
            _progress.Stop();
        }

        if (!RunLifecycle.IsActive(transition.To))
        {
            _effects.Add(RunEffect.Rest.Now);
            ShowEnd();
            EndSession();
        }

        return transition.Outcome;
    }

    private void Fail(string code, string detail, DateTimeOffset now)
    {
        if (Move(RunCommand.Fail, $"{code}: {detail}", now) == RunActionOutcome.Accepted)
        {
            TellAll(RowGroupOrder.Cancel);
        }
    }

    private void ShowEnd()
    {
        if (RunLifecycle.IsTerminal(State.State))
        {
            var totals = Totals();
            _effects.Add(new RunEffect.Show(
                "end",
                new { state = RunStateNames.Of(State.State), outcome = State.Outcome, reason = State.Reason, rows = Rows(totals), usage = totals.Usage, cost = CostEstimate.Of(_shape, totals, _plan.Rows) }));
        }
    }

    private static string Describe(IEnumerable<KeyValuePair<string, long>> counts)
    {
        var parts = counts.Select(static c => $"{c.Key} {c.Value}").ToArray();
        return parts.Length == 0 ? "no reason was given" : string.Join(", ", parts);
    }

    private RunEffect[] Take()
    {
        foreach (var group in _effects.Exists(static e => e is RunEffect.Persist) ? _board.Open : [])
        {
            if (group.Totals is { } totals)
            {
                State.OpenTotals[group.Number] = TotalsMath.AtRest(totals);
            }
        }

        RunEffect[] taken = [.. _effects.Where(static e => e is RunEffect.Rise).Take(1), .. _effects.Where(static e => e is RunEffect.Persist).Take(1)];
        RunEffect[] told = [.. _effects.Where(static e => e is RunEffect.Announce)];
        RunEffect[] rest = [.. _effects.Where(static e => e is not (RunEffect.Rise or RunEffect.Persist or RunEffect.Announce))];
        _effects.Clear();

        // What is written down is told at once: what follows may fail, and would take the telling along.
        return [.. taken, .. told, .. rest.Distinct()];
    }
}
