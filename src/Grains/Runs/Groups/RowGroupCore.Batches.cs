using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;
using Granary.Grains.Values;
using Granary.Scheduling.Recovery;

namespace Granary.Grains.Runs.Groups;

/// <summary>
/// Columns that are made for all live rows at once. One task holds the cells of its rows; each row moves through the same states as a single cell does. A row
/// that is dropped before the task starts is taken out of it, a later one's value is thrown away.
/// </summary>
internal sealed partial class RowGroupCore
{
    /// <summary>Row of the attempts and the recovery of a batch, whichever rows it has.</summary>
    private const int BatchRow = 0;

    private readonly Dictionary<int, BatchMade> _recoveredBatches = [];
    private readonly List<int> _delayedBatches = [];
    private readonly bool _leavesOut;

    /// <summary>Something in a queued task has been dropped: it is to be taken back.</summary>
    public bool IsStale(CellTask task) => task.IsBatch ? task.Rows.Any(IsDropped) : IsDropped(task.Row);

    /// <summary>As <see cref="Judge"/>, for tasks of every kind: what is to be logged, in order.</summary>
    public IReadOnlyList<CellLogEntry> JudgeAll(CellResult result, DateTimeOffset now)
    {
        if (result.Task.Column.Stage is not null)
        {
            return JudgeProcessors(result, now);
        }

        if (!result.Task.IsBatch)
        {
            return Judge(result, now) is { } entry ? [entry] : [];
        }

        var (task, column) = (result.Task, result.Task.Column);
        Dispatched--;
        if (result.Outcome is not { } outcome)
        {
            Requeue(task);
            return [];
        }

        var cost = new CellCost(outcome.Calls, outcome.RateLimited, outcome.Usage);
        Measure(column, outcome, now);
        if ((outcome.Failure ?? Mistake(task, outcome.Value)) is not { } failure)
        {
            return outcome.RowFailures.IsDefault || outcome.RowFailures.All(static lost => lost is null)
                ? [new BatchMade(column.Index, task.Attempt, task.Rows, outcome.Value, cost)]
                : Divide(task, outcome, cost, now);
        }

        int[] live = [.. Enumerable.Range(0, RowCount).Where(row => !IsDropped(row) && _left[row] > 0)];
        if (live.Length > 0)
        {
            var retry = new TaskFailure(failure.Retryable || failure.Preserved, failure.Preserved, failure.RetryAfter);
            if (_recovery.Failed(Key(BatchRow, column.Index), retry, wholeGroup: true, Seconds(now)).Kind is RecoveryKind.DropRow or RecoveryKind.DropGroup)
            {
                NoteFailure(failure);
                return [.. live.Select((row, index) => NewDrop(row, column.Index, failure, task.Attempt, index == 0 ? cost : default, now))];
            }
        }

        return [new AttemptFailed(BatchRow, column.Index, failure.Kind, failure.Preserved, cost)];
    }

    // Some rows are lost, the others have their values. What is lost comes first: a log that is cut off between both makes the batch again for the others.
    private List<CellLogEntry> Divide(CellTask task, StepOutcome outcome, CellCost cost, DateTimeOffset now)
    {
        List<CellLogEntry> entries = [];
        List<int> kept = [];
        List<JsonElement> values = [];
        var places = task.Rows.Zip(outcome.Value.EnumerateArray(), outcome.RowFailures).ToArray();
        var none = Array.TrueForAll(places, static place => place.Third is not null);
        foreach (var (row, value, lost) in places)
        {
            if (lost is null)
            {
                kept.Add(row);
                values.Add(value);
            }
            else
            {
                NoteFailure(lost);
                entries.Add(NewDrop(row, task.Column.Index, lost, task.Attempt, none && entries.Count == 0 ? cost : default, now));
            }
        }

        if (!none)
        {
            entries.Add(new BatchMade(task.Column.Index, task.Attempt, [.. kept], DataJson.Build(writer =>
            {
                writer.WriteStartArray();
                values.ForEach(value => value.WriteTo(writer));
                writer.WriteEndArray();
            }), cost));
        }

        return entries;
    }

    private void MakeBatch(CompiledColumn column, DateTimeOffset now)
    {
        if (_doomed.Count > 0)
        {
            // Rows that an earlier session dropped are no part of it; they go as soon as nothing else waits.
            _delayedBatches.Add(column.Index);
            return;
        }

        for (var row = 0; row < RowCount; row++)
        {
            if (IsWaiting(row, column.Index))
            {
                LeaveOutOfBatch(row, column, now);
            }
        }

        ImmutableArray<int> rows = [.. Enumerable.Range(0, RowCount).Where(row => IsWaiting(row, column.Index))];
        if (rows.IsEmpty)
        {
            Take(_frontier.CompleteRange(column.Index));
        }
        else if (_recoveredBatches.Remove(column.Index, out var made) && rows.All(row => made.Rows.BinarySearch(row) >= 0))
        {
            Complete(made);
        }
        else
        {
            Move(rows, column.Index, CellState.Ready);
            _tasks.Add(BatchTask(column, rows));
        }
    }

    private bool IsWaiting(int row, int column) => !IsDropped(row) && _cells[Cell(row, column)] == CellState.Waiting;

    private void LeaveOutOfBatch(int row, CompiledColumn column, DateTimeOffset now)
    {
        if (column.Skip?.Decide(new StepInput(_firstRow + row, _rows[row] ??= new RowCells(_layout))) is not { } decision)
        {
            return;
        }

        if (decision.Failure is { } failure)
        {
            Fail(row, column.Index, failure, now);
        }
        else if (decision.Skip)
        {
            Leave(row, column);
        }
    }

    /// <summary>A column it needs is a batch that left this row out, and says that its dependants are left out too.</summary>
    private bool FollowsLeftOut(int row, CompiledColumn column) => column.Upstream.Any(
        upstream => _run.Columns[upstream] is { IsBatch: true, Skip.Propagate: true } && _cells[Cell(row, upstream)] == CellState.Skipped);

    private CellTask BatchTask(CompiledColumn column, ImmutableArray<int> rows)
    {
        ImmutableArray<StepInput> inputs = [.. rows.Select(row => new StepInput(_firstRow + row, _rows[row] ??= new RowCells(_layout)))];
        return new CellTask(rows[0], column, Attempts(Cell(BatchRow, column.Index)) + 1, inputs[0] with { Batch = inputs }) { Rows = rows };
    }

    /// <summary>The task with the rows of it that are in this state; null if there is none.</summary>
    private CellTask? WithRowsIn(CellTask task, CellState state)
    {
        ImmutableArray<int> rows = [.. task.Rows.Where(row => _cells[Cell(row, task.Column.Index)] == state)];
        return rows.IsEmpty ? null : rows.Length == task.Rows.Length ? task : BatchTask(task.Column, rows);
    }

    private void Requeue(CellTask task)
    {
        if (WithRowsIn(task, CellState.Dispatched) is { } again)
        {
            Move(again.Rows, task.Column.Index, CellState.Ready);
            _tasks.Add(again);
        }
    }

    private void ReenterBatch(int column)
    {
        ImmutableArray<int> rows = [.. Enumerable.Range(0, RowCount).Where(row => _cells[Cell(row, column)] == CellState.Deferred)];
        if (!rows.IsEmpty)
        {
            Move(rows, column, CellState.Ready);
            _tasks.Add(BatchTask(_run.Columns[column], rows));
        }
    }

    private void Complete(BatchMade made)
    {
        var values = made.Values.EnumerateArray().GetEnumerator();
        foreach (var row in made.Rows)
        {
            values.MoveNext();
            if (!IsDropped(row) && _cells[Cell(row, made.Column)] is CellState.Waiting or CellState.Dispatched)
            {
                (_rows[row] ??= new RowCells(_layout)).Set(made.Column, values.Current, CellMade.NoSide);
                Bytes += JsonMarshal.GetRawUtf8Value(values.Current).Length;
                Move(row, made.Column, CellState.Done);
                RowStep(row);
            }
        }

        Take(_frontier.CompleteRange(made.Column));
    }

    private void Move(ImmutableArray<int> rows, int column, CellState to)
    {
        foreach (var row in rows)
        {
            Move(row, column, to);
        }
    }

    private static StepFailure? Mistake(CellTask task, JsonElement values)
    {
        if (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() != task.Rows.Length)
        {
            var found = values.ValueKind == JsonValueKind.Array ? $"{values.GetArrayLength()} values" : "no list";
            return StepFailure.Permanent(StepFailureKinds.BatchSizeMismatch, $"{found} came for {task.Rows.Length} rows");
        }

        return JsonMarshal.GetRawUtf8Value(values).Length > BatchMade.LargestValues
            ? StepFailure.Permanent(StepFailureKinds.BatchTooLarge, $"the values of {task.Rows.Length} rows take more than {BatchMade.LargestValues} bytes; use a smaller rowGroupSize")
            : null;
    }
}
