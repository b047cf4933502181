using Granary.Scheduling.Columns;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.RowGroups;

/// <content>What follows from a change: who becomes ready, and which ready tasks nobody has taken yet.</content>
public sealed partial class RowGroupFrontier
{
    private readonly PreBatchBarrier? _barrier;
    private bool _barrierReady;

    /// <summary>Added tasks that <see cref="Accepted"/> has not named yet, nor any change made void.</summary>
    public IEnumerable<ReadyTask> Ready()
    {
        if (_barrierReady)
            yield return PreBatchTask;

        for (var column = 0; column < _columns; column++)
        {
            if (_batchReady[column])
                yield return BatchTask(column);
        }

        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < _columns; column++)
            {
                if (_ready?[row, column] ?? false)
                    yield return new ReadyTask(TaskType.Cell, column, row);
            }
        }
    }

    /// <summary>The queue has taken the task: it leaves the frontier. Naming it again, or one that is void, does nothing.</summary>
    public void Accepted(ReadyTask task)
    {
        if (task.Type == TaskType.PreBatchProcessor)
            _barrierReady = false;
        else if (task.Type == TaskType.Cell && _ready is { } ready)
            ready[Checked(task.Row), CheckedColumn(task.Column)] = false;
        else if (task.Type is TaskType.Batch or TaskType.FromScratch)
            _batchReady[CheckedColumn(task.Column)] = false;
    }

    private static ReadyTask PreBatchTask => new(TaskType.PreBatchProcessor, -1, -1);

    private ReadyTask BatchTask(int column) =>
        new(_graph.Upstream(column).IsEmpty ? TaskType.FromScratch : TaskType.Batch, column, -1);

    private void MarkDone(int row, int column)
    {
        _done![row, column] = true;
        _ready![row, column] = false;
        _remaining--;
        if (_barrier is { } barrier && barrier.Has(column) && _done.Covers(row, barrier.Mask) && barrier.RowCounted())
            AddPreBatch();
    }

    /// <summary>
    /// Adds what this cell was the last one missing for. Each dependant is judged at the very change that completes what it needs, never
    /// again, which is why the counts of batch columns are right.
    /// </summary>
    private void Spread(int row, int column, List<int>? except)
    {
        foreach (var next in _graph.Downstream(column))
        {
            if ((except?.Contains(next) ?? false) || !_done!.Covers(row, _needs[next]))
                continue;

            if (_graph.Strategy(next) == ColumnStrategy.Cell)
                AddCell(row, next);
            else if (--_lacking[next] == 0)
                AddBatch(next);
        }
    }

    private void AddAllReady()
    {
        foreach (var column in _graph.Order)
        {
            if (_graph.Strategy(column) == ColumnStrategy.Batch && _lacking[column] == 0)
                AddBatch(column);
        }

        for (var row = 0; row < Rows; row++)
        {
            if (_dropped[row])
                continue;

            foreach (var column in _graph.Order)
            {
                if (_graph.Strategy(column) == ColumnStrategy.Cell && _done!.Covers(row, _needs[column]))
                    AddCell(row, column);
            }
        }
    }

    private void AddCell(int row, int column)
    {
        if (!MayAdd(column) || _done![row, column] || _added![row, column])
            return;

        _added[row, column] = true;
        _ready![row, column] = true;
        _delta.Added.Add(new ReadyTask(TaskType.Cell, column, row));
    }

    private void AddBatch(int column)
    {
        if (!MayAdd(column) || _batchDone[column] || _batchAdded[column] || LiveRows == 0)
            return;

        _batchAdded[column] = true;
        _batchReady[column] = true;
        _delta.Added.Add(BatchTask(column));
    }

    private bool MayAdd(int column) => _seeded && (_barrier is null or { IsOpen: true } || _barrier.Has(column));

    private void AddPreBatch()
    {
        if (!_seeded || LiveRows == 0 || !_barrier!.TryAdd())
            return;

        _barrierReady = true;
        _delta.Added.Add(PreBatchTask);
    }

    /// <summary>A batch column no longer waits for a dropped row.</summary>
    private void Unwait(int row, int column)
    {
        if (!_done!.Covers(row, _needs[column]) && --_lacking[column] == 0)
            AddBatch(column);
    }

    private void VoidBatches()
    {
        if (_barrier is { Added: true, IsOpen: false })
            _delta.Removed.Add(PreBatchTask);

        _barrierReady = false;
        for (var column = 0; column < _columns; column++)
        {
            if (_batchAdded[column] && !_batchDone[column])
                _delta.Removed.Add(BatchTask(column));

            _batchReady[column] = false;
        }
    }

    /// <summary>Cells of the row that need the column, directly or not, in topological order; not those that are made, nor across a batch column.</summary>
    private List<int> Dependants(int row, int column)
    {
        var reached = new bool[_columns];
        reached[column] = true;
        var dependants = new List<int>();
        foreach (var next in _graph.Order)
        {
            if (reached[next] || _graph.Strategy(next) == ColumnStrategy.Batch || _done![row, next])
                continue;

            foreach (var needed in _graph.Upstream(next))
            {
                if (!reached[needed])
                    continue;

                reached[next] = true;
                dependants.Add(next);
                break;
            }
        }

        return dependants;
    }
}
