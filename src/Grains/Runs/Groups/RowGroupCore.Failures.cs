using System.Collections.Immutable;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Progress;
using Granary.Grains.Steps;
using Granary.Scheduling.Recovery;
using Granary.Scheduling.RowGroups;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Runs.Groups;

/// <summary>What workers' results mean: a value, another try, or a row that is lost.</summary>
internal sealed partial class RowGroupCore
{
    private const int MaxNotes = 10;
    private const string EarlyShutdown = "early_shutdown";

    private readonly RowGroupRecovery _recovery;
    private readonly Dictionary<int, int> _attempts = [];
    private readonly List<DroppedRowNote> _notes = [];
    private readonly Dictionary<string, AliasTrouble> _troubles = new(StringComparer.Ordinal);
    private bool _withdraw;

    /// <summary>Outcomes for the run's early shutdown.</summary>
    public OutcomeTrail Outcomes { get; } = new();

    /// <summary>Something happened that the run should know before the next second is over.</summary>
    public bool HasNews { get; private set; }

    /// <summary>Rows were dropped because the run shut down early.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Cells wait that <see cref="Advance"/> can make.</summary>
    public bool HasReady => _ready.Count > 0 || PostBatchDue;

    /// <summary>When time alone makes a deferred cell due; null when none waits for time.</summary>
    public DateTimeOffset? NextSalvage => _recovery.NextReentry is { } seconds
        // One tick later than rounded down: seconds that are not exact would else name an instant at which the cell is not yet due, again and again.
        ? _local.Now.AddTicks((long)Math.Floor(seconds * TimeSpan.TicksPerSecond) + 1)
        : null;

    public bool IsDropped(int row) => _dropped.ContainsKey(row);

    /// <summary>
    /// What is to be logged for a result; null for a cancelled worker, whose cell becomes ready again. Nothing counts before <see cref="Apply"/>.
    /// </summary>
    public CellLogEntry? Judge(CellResult result, DateTimeOffset now)
    {
        var (row, column) = (result.Task.Row, result.Task.Column.Index);
        var cell = Cell(row, column);
        Dispatched--;
        if (result.Outcome is not { } outcome)
        {
            if (_cells[cell] == CellState.Dispatched)
            {
                Move(row, column, CellState.Ready);
                _tasks.Add(result.Task);
            }

            return null;
        }

        var cost = new CellCost(outcome.Calls, outcome.RateLimited, outcome.Usage);
        Measure(result.Task.Column, outcome, now);
        if (outcome.Failure is not { } failure)
        {
            return new CellMade(row, column, result.Task.Attempt, outcome.Value, outcome.Side, cost);
        }

        if (IsDropped(row))
        {
            return new AttemptFailed(row, column, failure.Kind, failure.Preserved, cost);
        }

        var retry = new TaskFailure(failure.Retryable || failure.Preserved, failure.Preserved, failure.RetryAfter);
        if (_recovery.Failed(Key(row, column), retry, wholeGroup: false, Seconds(now)).Kind is RecoveryKind.DropRow or RecoveryKind.DropGroup)
        {
            NoteFailure(failure);
            return NewDrop(row, column, failure, result.Task.Attempt, cost, now);
        }

        return new AttemptFailed(row, column, failure.Kind, failure.Preserved, cost);
    }

    /// <summary>The entry is durable: it counts now.</summary>
    public void Apply(CellLogEntry entry)
    {
        Spend(entry);
        switch (entry)
        {
            case BatchMade batch:
                Outcomes.Add(true);
                _recovery.Succeeded(Key(BatchRow, batch.Column));
                Complete(batch);
                break;
            case CellMade made when _cells[Cell(made.Row, made.Column)] == CellState.Dispatched:
                Outcomes.Add(true);
                _recovery.Succeeded(Key(made.Row, made.Column));
                Complete(made.Row, made.Column, made.Value, made.Side);
                break;
            case RowDropped dropped:
                Drop(dropped);
                break;
            case AttemptFailed failed:
                Defer(failed);
                break;
            case RowsPrepared prepared:
                Apply(prepared);
                break;
        }
    }

    /// <summary>What the run is to be asked for before deferred cells re-enter, see <see cref="RetryAllowance.ToAsk"/>; null: nothing.</summary>
    public long? RetriesToAsk => _recovery.IsStalled(Dispatched + _tasks.Count) ? Retries.ToAsk(_recovery.Deferred) : null;

    /// <summary>
    /// Deferred cells that are due become ready again: preserved ones at their instant, the others when nothing of the group is with the
    /// dispatcher any more and the run was asked. Returns what is to be logged for rows that the retry budget gives up.
    /// </summary>
    public List<CellLogEntry> Salvage(DateTimeOffset now)
    {
        foreach (var due in _recovery.Due(Seconds(now)))
        {
            Reenter(due);
        }

        var givenUp = new List<CellLogEntry>();
        if (RetriesToAsk is not null || !_recovery.IsStalled(Dispatched + _tasks.Count))
        {
            return givenUp;
        }

        var salvage = _recovery.Salvage(Retries.Take(_recovery.Deferred));
        foreach (var again in salvage.Redispatched)
        {
            Reenter(again.Task);
        }

        foreach (var over in salvage.OverBudget)
        {
            var column = over.Task.Column;
            if (column == Processors)
            {
                GiveUpProcessors("retry_budget: too many tasks of the run had to be tried again.");
                continue;
            }

            int[] rows = over.WholeGroup ? [.. Enumerable.Range(0, RowCount).Where(row => !IsDropped(row) && _left[row] > 0)] : [over.Task.Row];
            givenUp.AddRange(rows.Select(row => new RowDropped(
                row,
                column,
                "retry_budget",
                "",
                "Too many tasks of the run had to be tried again.",
                Attempts(Cell(over.WholeGroup ? BatchRow : row, column)),
                now,
                default)));
        }

        return givenUp;
    }

    /// <summary>Queued tasks of dropped rows are to be taken back; asked once per batch.</summary>
    public bool TakeWithdrawn()
    {
        var withdraw = _withdraw;
        _withdraw = false;
        return withdraw;
    }

    /// <summary>The run shuts down early: what is to be logged to drop every row that is not complete.</summary>
    public List<CellLogEntry> DropIncomplete(DateTimeOffset now)
    {
        var drops = new List<CellLogEntry>();
        for (var row = 0; row < RowCount; row++)
        {
            if (_left[row] > 0 && !IsDropped(row))
            {
                drops.Add(new RowDropped(row, -1, EarlyShutdown, "", "The run stopped early because too many rows failed.", 0, now, default));
            }
        }

        return drops;
    }

    /// <summary>With <c>retry.onExhausted: drop</c>: what is to be logged for rows whose alias refused for longer than the run's patience.</summary>
    public List<CellLogEntry> GiveUpAliases(DateTimeOffset now)
    {
        var drops = new List<CellLogEntry>();
        if (_run.Retry.OnExhausted != "drop" || _troubles.Count == 0)
        {
            return drops;
        }

        for (var cell = 0; cell < _cells.Length; cell++)
        {
            var (row, column) = (cell / _run.Columns.Length, _run.Columns[cell % _run.Columns.Length]);
            if (_cells[cell] == CellState.Deferred && column.Alias is { } alias && _troubles.TryGetValue(alias, out var trouble)
                && now - trouble.Since >= _run.Retry.Patience)
            {
                drops.Add(new RowDropped(
                    row, column.Index, "failed", trouble.Kind, $"Alias {alias} had no success since {trouble.Since:O}.", Attempts(cell), now, default));
            }
        }

        return drops;
    }

    /// <summary>Counts of this moment.</summary>
    public RowGroupTotals Totals(Func<int, int> inFlight)
    {
        var columns = ImmutableArray.CreateBuilder<RowGroupColumnTotals>(_columns.Length);
        for (var i = 0; i < _columns.Length; i++)
        {
            var counter = _columns[i];
            var running = Math.Min(inFlight(i), counter.Dispatched);
            columns.Add(new RowGroupColumnTotals(
                counter.Done, running, counter.Dispatched - running, counter.Deferred, counter.Failed, counter.Skipped, counter.Latency is null ? [] : [.. counter.Latency], counter.Usage));
        }

        var (failures, reasons) = (ImmutableSortedDictionary.CreateBuilder<string, long>(), ImmutableSortedDictionary.CreateBuilder<string, long>());
        foreach (var dropped in _dropped.Values)
        {
            reasons[dropped.Reason] = reasons.GetValueOrDefault(dropped.Reason) + 1;
            if (dropped.Kind.Length > 0)
            {
                failures[dropped.Kind] = failures.GetValueOrDefault(dropped.Kind) + 1;
            }
        }

        return new RowGroupTotals(RowsDone, _dropped.Count, columns.MoveToImmutable(), _usage, failures.ToImmutable(), reasons.ToImmutable());
    }

    /// <summary>Some of the rows dropped since the last time.</summary>
    public ImmutableArray<DroppedRowNote> TakeDroppedNotes()
    {
        ImmutableArray<DroppedRowNote> notes = [.. _notes];
        _notes.Clear();
        HasNews = false;
        return notes;
    }

    public ImmutableArray<AliasTrouble> Troubles() => [.. _troubles.Values];

    // What is lost with a whole row, before any of its columns was tried, cost nothing.
    private void Spend(CellLogEntry entry)
    {
        _usage = entry.Cost.AddTo(_usage);
        if (ColumnOf(entry) is >= 0 and var column)
        {
            _columns[column].Usage = entry.Cost.AddTo(_columns[column].Usage);
        }
    }

    private static int ColumnOf(CellLogEntry entry) => entry switch { CellMade m => m.Column, BatchMade b => b.Column, AttemptFailed f => f.Column, RowDropped d => d.Column, _ => -1 };

    private int Attempts(int cell) => _attempts.GetValueOrDefault(cell);

    private ReadyTask Key(int row, int column) => _run.Columns[column].IsBatch ? new(TaskType.Batch, column, BatchOf) : new(TaskType.Cell, column, row);

    // Counted from the run's creation, so that a double keeps ticks apart.
    private double Seconds(DateTimeOffset now) => (now - _local.Now).TotalSeconds;

    // An attempt of an earlier session uses up what it used up then.
    private void Remember(AttemptFailed failed)
    {
        var cell = Cell(failed.Row, failed.Column);
        _attempts[cell] = Attempts(cell) + 1;
        if (!failed.Preserved && _recovery.Failed(Key(failed.Row, failed.Column), new TaskFailure(Retryable: true), _run.Columns[failed.Column].IsBatch, 0).Kind == RecoveryKind.Deferred)
        {
            Retries.Restore();
            _recovery.Salvage(1);
        }
    }

    private void Defer(AttemptFailed failed)
    {
        var cell = Cell(failed.Row, failed.Column);
        _attempts[cell] = Attempts(cell) + 1;
        if (_run.Columns[failed.Column].IsBatch)
        {
            Move([.. Enumerable.Range(0, RowCount).Where(row => _cells[Cell(row, failed.Column)] == CellState.Dispatched)], failed.Column, CellState.Deferred);
        }
        else if (_cells[cell] == CellState.Dispatched)
        {
            Move(failed.Row, failed.Column, CellState.Deferred);
            Events?.Deferred(failed.Row, _run.Columns[failed.Column].Name, failed.Kind, Attempts(cell));
        }
    }

    private void Reenter(ReadyTask task)
    {
        if (task.Column == Processors)
        {
            ReenterProcessors(task);
        }
        else if (task.Type == TaskType.Batch)
        {
            ReenterBatch(task.Column);
        }
        else if (_cells[Cell(task.Row, task.Column)] == CellState.Deferred)
        {
            Move(task.Row, task.Column, CellState.Ready);
            var attempt = Attempts(Cell(task.Row, task.Column)) + 1;
            Events?.Redispatched(task.Row, _run.Columns[task.Column].Name, attempt);
            _tasks.Add(new CellTask(task.Row, _run.Columns[task.Column], attempt, new StepInput(_firstRow + task.Row, _rows[task.Row]!)));
        }
    }

    private void Measure(CompiledColumn column, StepOutcome outcome, DateTimeOffset now)
    {
        if (column.Alias is not { } alias)
        {
            return;
        }

        if (outcome.Calls > 0 && outcome.ModelTime > TimeSpan.Zero && _columns[column.Index].Latency is { } latency)
        {
            latency[LatencyBuckets.IndexOf(outcome.ModelTime / outcome.Calls)]++;
        }

        // An answer that is no good is an answer: the alias is there.
        if (outcome.Failure is { } failure && (failure.Retryable || failure.Preserved))
        {
            _troubles[alias] = new AliasTrouble(alias, _troubles.TryGetValue(alias, out var known) ? known.Since : now, failure.Kind);
        }
        else
        {
            _troubles.Remove(alias);
        }
    }

    private void Fail(int row, int column, StepFailure failure, DateTimeOffset now)
    {
        NoteFailure(failure);
        Drop(NewDrop(row, column, failure, 1, default, now));
    }

    // Retryable failures say nothing about the document, so an exhausted task is no sign to stop the run.
    private void NoteFailure(StepFailure failure)
    {
        HasNews = true;
        // A row that its own checks sort out is the run doing its work, not failing at it.
        if (!failure.Retryable && !failure.Preserved && failure.Kind != StepFailureKinds.Validation)
        {
            Outcomes.Add(false);
        }
    }

    private RowDropped NewDrop(int row, int column, StepFailure failure, int attempts, CellCost cost, DateTimeOffset now) =>
        new(row, column, DropReason(failure.Kind), failure.Kind, failure.Message, attempts, now, cost);

    // Every cell of the row that is not made counts as skipped, the failing one as failed, so that each column's counts add up to its rows.
    private void Drop(RowDropped dropped, bool news = true)
    {
        if (_left[dropped.Row] == 0 || !_dropped.TryAdd(dropped.Row, dropped))
        {
            return;
        }

        _recovery.DropRow(dropped.Row);
        for (var column = 0; column < _run.Columns.Length; column++)
        {
            var cell = Cell(dropped.Row, column);
            if (_cells[cell] is CellState.Done or CellState.Skipped)
            {
                continue;
            }

            _withdraw |= _cells[cell] == CellState.Dispatched;
            Move(dropped.Row, column, column == dropped.Column ? CellState.Failed : CellState.Skipped);
        }

        if (news)
        {
            Events?.Dropped(dropped.Row, dropped.Column < 0 ? null : _run.Columns[dropped.Column].Name, dropped.Reason, dropped.Kind);
        }

        IsPartial |= dropped.Reason == EarlyShutdown;
        if (news && _notes.Count < MaxNotes)
        {
            var name = dropped.Column < 0 ? null : _run.Columns[dropped.Column].Name;
            _notes.Add(new DroppedRowNote(_firstRow + dropped.Row, name, dropped.Reason, dropped.Kind.Length == 0 ? null : dropped.Kind, dropped.Message));
        }

        Take(_frontier.Drop(dropped.Row));
    }

    private static string DropReason(string kind) =>
        kind is StepFailureKinds.InvalidOutput or StepFailureKinds.Validation ? kind : "failed";
}
