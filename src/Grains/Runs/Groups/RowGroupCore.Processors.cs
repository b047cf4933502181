using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Output;
using Granary.Grains.Runs.Processors;
using Granary.Grains.Steps;
using Granary.Scheduling.Recovery;
using Granary.Scheduling.RowGroups;
using Granary.Scheduling.Tasks;

namespace Granary.Grains.Runs.Groups;

/// <summary>
/// What works on the group as a whole: preBatch processors between its seeds and samplers and everything else, postBatch processors between its last cell
/// and its part. Each stage is one task at the dispatcher. What preBatch made is logged before it counts; postBatch is made again after a crash, from the
/// same rows. One that fails for good fails the run, and no part is written.
/// </summary>
internal sealed partial class RowGroupCore
{
    /// <summary>In place of a column: the preBatch processors.</summary>
    private const int Processors = -1;

    private const string ByProcessor = "processor";

    private readonly PreparedRows _prepared = new();
    private CellState _preBatch;
    private CellState _postBatch;

    /// <summary>The group cannot go on; the run fails with it.</summary>
    public RowGroupFault? Fault { get; private set; }

    /// <summary>Every row is done or dropped; what is left, if anything, is the postBatch processors.</summary>
    public bool RowsComplete => RowsDone + _dropped.Count == RowCount;

    private bool PostBatchDue => _run.Processors.PostBatch is not null && _postBatch == CellState.Waiting && RowsDone > 0 && RowsComplete;

    /// <summary>The preBatch processors are due: their logged result is taken, or a task is made.</summary>
    private void MakePrepared()
    {
        if (_prepared.IsComplete)
        {
            // At once, not with the others: nothing else of these rows was ever made.
            foreach (var doomed in _doomed.Values.Where(static doomed => doomed.Reason == ByProcessor).ToArray())
            {
                _doomed.Remove(doomed.Row);
                Drop(doomed, news: false);
            }

            OpenBatch();
        }
        else if (_doomed.Count > 0)
        {
            // As with a batch column: rows that an earlier session dropped are no part of it.
            _delayedBatches.Add(Processors);
        }
        else
        {
            StartProcessors(_run.Processors.PreBatch!);
        }
    }

    private void OpenBatch()
    {
        foreach (var (row, changes) in _prepared.Changes)
        {
            Change(row, changes);
        }

        _preBatch = CellState.Done;
        Take(_frontier.CompletePreBatch());
    }

    private void StartProcessors(CompiledColumn work)
    {
        if (ProcessorTask(work) is { } task)
        {
            StateOf(work) = CellState.Ready;
            _tasks.Add(task);
        }
    }

    // Made anew each time, so that it has the rows that are alive; null when there is none.
    private CellTask? ProcessorTask(CompiledColumn work)
    {
        ImmutableArray<int> rows = [.. Enumerable.Range(0, RowCount).Where(row => !IsDropped(row))];
        if (rows.IsEmpty)
        {
            return null;
        }

        ImmutableArray<StepInput> inputs = [.. rows.Select(row => new StepInput(_firstRow + row, _rows[row] ??= new RowCells(_layout)))];
        return new CellTask(rows[0], work, Attempts(CellOf(work)) + 1, inputs[0] with { Batch = inputs }) { Rows = rows };
    }

    // In place of a cell, where attempts are counted.
    private static int CellOf(CompiledColumn work) => Processors - (int)work.Stage!;

    /// <summary>A waiting task with the rows that are alive now; null when it is void.</summary>
    private CellTask? Current(CellTask task) =>
        StateOf(task.Column) != CellState.Ready ? null : IsStale(task) ? ProcessorTask(task.Column) : task;

    private ref CellState StateOf(CompiledColumn work)
    {
        if (work.Stage == ProcessorStage.PreBatch)
        {
            return ref _preBatch;
        }

        return ref _postBatch;
    }

    private static ReadyTask KeyOf(CompiledColumn work) => new(work.TaskType, Processors, BatchOf);

    private void RequeueProcessors(CompiledColumn work)
    {
        if (StateOf(work) == CellState.Dispatched)
        {
            StartProcessors(work);
        }
    }

    private void ReenterProcessors(ReadyTask task)
    {
        var work = task.Type == TaskType.PreBatchProcessor ? _run.Processors.PreBatch! : _run.Processors.PostBatch!;
        if (StateOf(work) == CellState.Deferred)
        {
            StartProcessors(work);
        }
    }

    private List<CellLogEntry> JudgeProcessors(CellResult result, DateTimeOffset now)
    {
        var (task, work) = (result.Task, result.Task.Column);
        Dispatched--;
        if (result.Outcome is not { } outcome)
        {
            RequeueProcessors(work);
            return [];
        }

        if (outcome.Failure is { } failure)
        {
            FailProcessors(work, failure, now);
            return [];
        }

        _recovery.Succeeded(KeyOf(work));
        if (work.Stage == ProcessorStage.PostBatch)
        {
            foreach (var (row, changes) in task.Rows.Zip(outcome.Value.EnumerateArray()))
            {
                Change(row, changes);
            }

            _postBatch = CellState.Done;
            return [];
        }

        var records = PreparedRows.Cut(task.Rows, outcome.Value);
        return
        [
            .. records.SkipLast(1),
            .. task.Rows.Zip(outcome.Value.EnumerateArray()).Where(static row => row.Second.ValueKind == JsonValueKind.Null)
                .Select(row => new RowDropped(row.First, -1, ByProcessor, "", "A preBatch processor left it out.", task.Attempt, now, default)),
            records[^1],
        ];
    }

    private void FailProcessors(CompiledColumn work, StepFailure failure, DateTimeOffset now)
    {
        _attempts[CellOf(work)] = Attempts(CellOf(work)) + 1;
        StateOf(work) = CellState.Deferred;
        var retry = new TaskFailure(failure.Retryable || failure.Preserved, failure.Preserved, failure.RetryAfter);
        if (_recovery.Failed(KeyOf(work), retry, wholeGroup: true, Seconds(now)).Kind is RecoveryKind.DropRow or RecoveryKind.DropGroup)
        {
            GiveUpProcessors($"{failure.Kind}: {failure.Message}");
        }
    }

    private void GiveUpProcessors(string detail) => Fault ??= new RowGroupFault(ProcessorFailedException.Code, $"Row group {_group}: {detail}");

    private void Apply(RowsPrepared prepared)
    {
        _prepared.Take(prepared);
        if (_prepared.IsComplete && _preBatch != CellState.Done)
        {
            OpenBatch();
        }
    }

    private void Change(int row, JsonElement changes)
    {
        if (IsDropped(row))
        {
            return;
        }

        foreach (var change in changes.EnumerateObject())
        {
            (_rows[row] ??= new RowCells(_layout)).Set(_layout.Find(change.Name), change.Value, CellMade.NoSide);
            Bytes += JsonMarshal.GetRawUtf8Value(change.Value).Length;
        }
    }
}
