using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Granary.Abstractions.Runs;
using Granary.Grains.Events;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Progress;
using Granary.Grains.Steps;
using Granary.Scheduling.Recovery;
using Granary.Scheduling.RowGroups;

namespace Granary.Grains.Runs.Groups;

/// <summary>
/// The cells of one row group: which are ready, what their results mean, when the group is complete. Its life: <see cref="Recover"/> what earlier
/// sessions logged → <see cref="Seed"/> → <see cref="Advance"/> makes local, skipped and recovered cells and collects tasks → a worker's result is
/// judged into a log entry (<see cref="Judge"/>), and counts only when that entry is durable (<see cref="Apply"/>) → complete. Not thread-safe.
/// </summary>
internal sealed partial class RowGroupCore
{
    /// <summary>In place of a row: the column is made for the group at once.</summary>
    private const int BatchOf = -1;

    private static readonly JsonElement _null = JsonElement.Parse("null");

    private readonly CompiledRun _run;
    private readonly RowLayout _layout;
    private readonly StepContext _local;
    private readonly long _group;
    private readonly long _firstRow;
    private readonly RowGroupFrontier _frontier;
    private readonly RowCells?[] _rows;
    private readonly CellState[] _cells;
    private readonly int[] _left;
    private readonly ColumnCounter[] _columns;
    private readonly Queue<(int Row, int Column)> _ready = new();
    private readonly List<CellTask> _tasks = [];
    private readonly Dictionary<int, CellMade> _recovered = [];
    private readonly SortedDictionary<int, RowDropped> _dropped = [];
    private readonly Dictionary<int, RowDropped> _doomed = [];
    private RunUsage _usage = TotalsMath.NoUsage;

    public RowGroupCore(CompiledRun run, RowLayout layout, RowGroupAssignment assignment, StepContext local)
    {
        _run = run;
        _layout = layout;
        _local = local;
        _firstRow = assignment.FirstRow;
        RowCount = assignment.Rows;
        _group = assignment.Group;
        _frontier = new RowGroupFrontier(run.Graph, assignment.Rows, run.Processors.PreBatch is null ? default : run.Processors.Before);
        _rows = new RowCells?[assignment.Rows];
        _cells = new CellState[assignment.Rows * run.Columns.Length];
        _left = new int[assignment.Rows];
        Array.Fill(_left, run.Columns.Length);
        _columns = new ColumnCounter[run.Columns.Length];
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = new ColumnCounter { Latency = run.Columns[i].Alias is null ? null : new int[LatencyBuckets.Count] };
        }

        _leavesOut = run.Columns.Any(static column => column is { IsBatch: true, Skip.Propagate: true });
        _recovery = new RowGroupRecovery(run.Retry.SalvageRounds);
        Retries = RetryAllowance.Alone((long)assignment.Rows * run.Columns.Length);
    }

    /// <summary>Its part of the run's retry budget; that of a run of its own unless told otherwise.</summary>
    public RetryAllowance Retries { get; init; }

    /// <summary>Says what happens in it; null: nobody wants to know.</summary>
    public RowGroupEvents? Events { get; init; }

    /// <summary>Cells that came back from the logs of earlier sessions.</summary>
    public int Replayed { get; private set; }

    /// <summary>Rows of the group.</summary>
    public int RowCount { get; }

    /// <summary>Tasks with the dispatcher, queued or in flight.</summary>
    public int Dispatched { get; private set; }

    /// <summary>Bytes of the values made so far, as JSON.</summary>
    public long Bytes { get; private set; }

    /// <summary>The run's window follows its load, so reports carry it.</summary>
    public bool JudgesWindow => _run.Window.Adaptive;

    /// <summary>Rows with every column.</summary>
    public int RowsDone { get; private set; }

    /// <summary>Every row is done or dropped, and the postBatch processors have seen those that are done.</summary>
    public bool IsComplete => RowsComplete && (_run.Processors.PostBatch is null || RowsDone == 0 || _postBatch == CellState.Done);

    /// <summary>Dropped rows, by row within the group.</summary>
    public IReadOnlyCollection<RowDropped> Dropped => _dropped.Values;

    /// <summary>Takes back what an earlier session logged. The first record of a cell wins; every record's cost counts.</summary>
    /// <exception cref="InvalidDataException">The record names a row or column that the group does not have.</exception>
    public void Recover(CellLogEntry entry)
    {
        var column = ColumnOf(entry);
        if (entry.Row >= RowCount || (RowsOf(entry) is { IsDefaultOrEmpty: false } rows && rows[^1] >= RowCount) || column >= _run.Columns.Length
            || (column < 0 && entry is not (RowDropped or RowsPrepared)))
        {
            throw new InvalidDataException($"Cell log record of row {entry.Row}, column {column}: the group has {RowCount} rows and {_run.Columns.Length} columns.");
        }

        Spend(entry);
        switch (entry)
        {
            case BatchMade batch:
                if (!_recoveredBatches.TryGetValue(batch.Column, out var known) || batch.Rows.Length > known.Rows.Length)
                {
                    _recoveredBatches[batch.Column] = batch;
                }

                break;
            case CellMade made:
                Replayed += _recovered.TryAdd(Cell(made.Row, made.Column), made) ? 1 : 0;
                break;
            case RowDropped dropped:
                _doomed.TryAdd(dropped.Row, dropped);
                break;
            case AttemptFailed failed:
                Remember(failed);
                break;
            case RowsPrepared prepared:
                _prepared.Take(prepared);
                break;
        }
    }

    private static ImmutableArray<int> RowsOf(CellLogEntry entry) =>
        entry switch { BatchMade made => made.Rows, RowsPrepared prepared => prepared.Rows, _ => default };

    /// <summary>Starts: the roots become ready.</summary>
    public void Seed() => Take(_frontier.Seed());

    /// <summary>
    /// Makes what needs no worker, at most <paramref name="budget"/> cells; true when more of it waits. After the first time that nothing waits,
    /// rows that an earlier session dropped are dropped again, with the values they had.
    /// </summary>
    public bool Advance(int budget, DateTimeOffset now)
    {
        for (; budget > 0 && _ready.TryDequeue(out var next); budget--)
        {
            Make(next.Row, next.Column, now);
        }

        if (_ready.Count > 0)
        {
            return true;
        }

        foreach (var doomed in _doomed.Values)
        {
            Drop(doomed, news: false);
        }

        _doomed.Clear();
        _delayedBatches.ForEach(column => _ready.Enqueue((BatchOf, column)));
        _delayedBatches.Clear();
        if (PostBatchDue)
        {
            StartProcessors(_run.Processors.PostBatch!);
        }

        return _ready.Count > 0;
    }

    /// <summary>Tasks that became ready since the last time, in order; they count as dispatched now.</summary>
    public IReadOnlyList<CellTask> TakeTasks()
    {
        CellTask[] taken =
        [
            .. _tasks.Select(t => t.Column.Stage is not null ? Current(t)
                : t.IsBatch ? WithRowsIn(t, CellState.Ready)
                : _cells[Cell(t.Row, t.Column.Index)] == CellState.Ready ? t : null).OfType<CellTask>(),
        ];
        _tasks.Clear();
        foreach (var task in taken)
        {
            if (task.Column.Stage is not null)
            {
                StateOf(task.Column) = CellState.Dispatched;
                continue;
            }

            Move(task.IsBatch ? task.Rows : [task.Row], task.Column.Index, CellState.Dispatched);
        }

        Dispatched += taken.Length;
        return taken;
    }

    /// <summary>The dispatcher gave queued tasks back untouched.</summary>
    public void Returned(IEnumerable<CellTask> tasks)
    {
        foreach (var task in tasks)
        {
            Dispatched--;
            if (task.Column.Stage is not null)
            {
                RequeueProcessors(task.Column);
            }
            else if (task.IsBatch)
            {
                Requeue(task);
            }
            else if (_cells[Cell(task.Row, task.Column.Index)] == CellState.Dispatched)
            {
                Move(task.Row, task.Column.Index, CellState.Ready);
                _tasks.Add(task);
            }
        }
    }

    /// <summary>Cells of the column wait for another try.</summary>
    public bool HasDeferred(int column) => _columns[column].Deferred > 0;

    /// <summary>The row's good values for the result.</summary>
    public RowCells? RowIfDone(int row) => _left[row] == 0 && !_dropped.ContainsKey(row) ? _rows[row] : null;

    /// <summary>Values that a dropped row had; null when it had none.</summary>
    public RowCells? RowSoFar(int row) => _rows[row];

    private void Make(int row, int column, DateTimeOffset now)
    {
        if (row == BatchOf)
        {
            if (column == Processors)
            {
                MakePrepared();
                return;
            }

            MakeBatch(_run.Columns[column], now);
            return;
        }

        var cell = Cell(row, column);
        if (_cells[cell] != CellState.Waiting || _frontier.IsDropped(row))
        {
            return;
        }

        var definition = _run.Columns[column];
        var values = _rows[row] ??= new RowCells(_layout);
        var input = new StepInput(_firstRow + row, values);
        if (definition.Skip?.Decide(input) is { } decision && (decision.Skip || decision.Failure is not null))
        {
            if (decision.Failure is { } failure)
            {
                Fail(row, column, failure, now);
                return;
            }

            Skip(row, definition);
            return;
        }

        if (_leavesOut && FollowsLeftOut(row, definition))
        {
            Leave(row, definition);
            Take(_frontier.Skip(row, column, propagate: true));
        }
        else if (_recovered.Remove(cell, out var made))
        {
            Complete(row, column, made.Value, made.Side);
        }
        else if (definition.Local)
        {
            MakeLocal(row, definition, input, now);
        }
        else if (!_doomed.ContainsKey(row))
        {
            _cells[cell] = CellState.Ready;
            _tasks.Add(new CellTask(row, definition, Attempts(cell) + 1, input));
            Events?.Ready(row, definition.Name);
        }
    }

    private void MakeLocal(int row, CompiledColumn column, StepInput input, DateTimeOffset now)
    {
        var running = column.Step.RunAsync(input, _local, CancellationToken.None);
        var outcome = running.IsCompletedSuccessfully
            ? running.Result
            : StepOutcome.Failed(StepFailure.Permanent(StepFailureKinds.Unexpected, $"The step of column {column.Name} is declared local but did not complete at once."));
        if (outcome.Failure is { } failure)
        {
            Fail(row, column.Index, failure, now);
        }
        else
        {
            Complete(row, column.Index, outcome.Value, outcome.Side);
        }
    }

    private void Skip(int row, CompiledColumn column)
    {
        Leave(row, column);
        Take(_frontier.Skip(row, column.Index, column.Skip!.Propagate));
    }

    private void Leave(int row, CompiledColumn column)
    {
        (_rows[row] ??= new RowCells(_layout)).Set(column.Index, column.Skip?.Value ?? _null, CellMade.NoSide);
        Move(row, column.Index, CellState.Skipped);
        RowStep(row);
    }

    private void Complete(int row, int column, JsonElement value, IReadOnlyDictionary<string, JsonElement> side)
    {
        (_rows[row] ??= new RowCells(_layout)).Set(column, value, side);
        Bytes += JsonMarshal.GetRawUtf8Value(value).Length;
        Move(row, column, CellState.Done);
        RowStep(row);
        Take(_frontier.Complete(row, column));
    }

    private void RowStep(int row)
    {
        if (--_left[row] == 0)
        {
            RowsDone++;
        }
    }

    private void Take(FrontierDelta delta)
    {
        foreach (var skipped in delta.Skipped)
        {
            Leave(skipped.Row, _run.Columns[skipped.Column]);
        }

        foreach (var task in delta.Added)
        {
            _ready.Enqueue((task.Row, task.Column));
        }
    }

    private void Move(int row, int column, CellState to)
    {
        var counter = _columns[column];
        Count(counter, _cells[Cell(row, column)], -1);
        Count(counter, to, +1);
        _cells[Cell(row, column)] = to;
    }

    private static void Count(ColumnCounter counter, CellState state, int by)
    {
        switch (state)
        {
            case CellState.Done:
                counter.Done += by;
                break;
            case CellState.Dispatched:
                counter.Dispatched += by;
                break;
            case CellState.Deferred:
                counter.Deferred += by;
                break;
            case CellState.Skipped:
                counter.Skipped += by;
                break;
            case CellState.Failed:
                counter.Failed += by;
                break;
        }
    }

    private int Cell(int row, int column) => (row * _run.Columns.Length) + column;
}
