using System.Collections.Immutable;
using Granary.Scheduling.Columns;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.RowGroups;

/// <summary>
/// What is ready in one row group. Cells become ready row by row when everything they need in their row is there, batch columns when every live
/// row has it. Each change returns what it added and removed; a task is added once in the life of the frontier, so repeating a change does
/// nothing. Before <see cref="Seed"/> changes are taken in silently: that is how a replayed log is put back. Costs three bits per cell; when
/// complete, one byte per row. Not thread-safe.
/// </summary>
public sealed partial class RowGroupFrontier
{
    private readonly ColumnGraph _graph;
    private readonly int _columns;
    private readonly ulong[][] _needs;
    private readonly bool[] _dropped;
    private readonly FrontierDeltaBuilder _delta = new();
    private readonly int[] _lacking;
    private readonly bool[] _batchAdded;
    private readonly bool[] _batchDone;
    private readonly bool[] _batchReady;
    private BitMatrix? _done;
    private BitMatrix? _added;
    private BitMatrix? _ready;
    private long _remaining;
    private bool _seeded;

    /// <summary>A group of which nothing is made yet.</summary>
    /// <param name="graph">The run's columns.</param>
    /// <param name="rows">Rows of the group, at least 1.</param>
    /// <param name="preBatch">
    /// Columns that come before a pre-batch processor (seeds and samplers; they may need only each other), or default: there is no processor.
    /// With one, everything else waits for <see cref="CompletePreBatch"/>.
    /// </param>
    /// <exception cref="ArgumentException">A column before the processor that needs one behind it.</exception>
    public RowGroupFrontier(ColumnGraph graph, int rows, ImmutableArray<int> preBatch = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        _graph = graph;
        _columns = graph.Count;
        Rows = rows;
        LiveRows = rows;
        _remaining = (long)rows * _columns;
        _dropped = new bool[rows];
        _done = new BitMatrix(rows, _columns);
        _added = new BitMatrix(rows, _columns);
        _ready = new BitMatrix(rows, _columns);
        _needs = [.. Enumerable.Range(0, _columns).Select(column => Mask(graph.Upstream(column)))];
        _lacking = [.. Enumerable.Range(0, _columns).Select(column => graph.Upstream(column).IsEmpty ? 0 : rows)];
        (_batchAdded, _batchDone, _batchReady) = (new bool[_columns], new bool[_columns], new bool[_columns]);
        _barrier = preBatch.IsDefault ? null : new PreBatchBarrier(graph, preBatch, Mask(preBatch), rows);
    }

    /// <summary>Rows of the group, dropped ones included.</summary>
    public int Rows { get; }

    /// <summary>Rows not dropped.</summary>
    public int LiveRows { get; private set; }

    /// <summary>Every live row has every column, and no processor is due.</summary>
    public bool IsComplete => _remaining == 0 && (_barrier is null or { IsOpen: true } || LiveRows == 0);

    /// <summary>Whether the row was dropped.</summary>
    public bool IsDropped(int row) => _dropped[Checked(row)];

    /// <summary>Whether the cell is made or skipped. False for dropped rows once the group is complete.</summary>
    public bool IsDone(int row, int column) => _done is { } done ? done[Checked(row), CheckedColumn(column)] : !_dropped[Checked(row)];

    /// <summary>Lets work begin: adds everything that is ready. Once; again it does nothing.</summary>
    public FrontierDelta Seed()
    {
        if (_seeded)
            return FrontierDelta.Empty;

        _seeded = true;
        if (_done is null)
            return FrontierDelta.Empty;

        if (_barrier is { IsDue: true })
            AddPreBatch();

        AddAllReady();
        return Finish();
    }

    /// <summary>A cell is made.</summary>
    /// <exception cref="ArgumentException">A batch column, or no such row or column.</exception>
    public FrontierDelta Complete(int row, int column)
    {
        CheckStrategy(column, ColumnStrategy.Cell);
        if (_dropped[Checked(row)] || _done is not { } done || done[row, column])
            return FrontierDelta.Empty;

        MarkDone(row, column);
        Spread(row, column, except: null);
        return Finish();
    }

    /// <summary>A batch column is made for every live row.</summary>
    /// <exception cref="ArgumentException">A cell column, or no such column.</exception>
    public FrontierDelta CompleteRange(int column)
    {
        CheckStrategy(column, ColumnStrategy.Batch);
        if (_done is null || _batchDone[column])
            return FrontierDelta.Empty;

        _batchDone[column] = true;
        _batchReady[column] = false;
        for (var row = 0; row < Rows; row++)
        {
            if (_dropped[row])
                continue;

            MarkDone(row, column);
            Spread(row, column, except: null);
        }

        return Finish();
    }

    /// <summary>The pre-batch processor is done and dropped whom it wanted to drop: what waited for it becomes ready in one delta.</summary>
    /// <exception cref="InvalidOperationException">There is no processor.</exception>
    public FrontierDelta CompletePreBatch()
    {
        if (_barrier is null)
            throw new InvalidOperationException("This row group has no pre-batch processor.");

        if (!_barrier.Open() || !_seeded)
            return FrontierDelta.Empty;

        AddAllReady();
        return Finish();
    }

    /// <summary>
    /// A cell is skipped: it counts as made. With <paramref name="propagate"/> so do the cells of its row that need it, and those that need
    /// them; a batch column that needs it gets the row without it.
    /// </summary>
    /// <exception cref="ArgumentException">A batch column, or no such row or column.</exception>
    public FrontierDelta Skip(int row, int column, bool propagate = false)
    {
        CheckStrategy(column, ColumnStrategy.Cell);
        if (_dropped[Checked(row)] || _done is not { } done || done[row, column])
            return FrontierDelta.Empty;

        var skipped = propagate ? Dependants(row, column) : [];
        MarkDone(row, column);
        Spread(row, column, skipped);
        foreach (var dependant in skipped)
        {
            _delta.Skipped.Add(new Cell(row, dependant));
            MarkDone(row, dependant);
            Spread(row, dependant, skipped);
        }

        return Finish();
    }

    /// <summary>A row is given up: its tasks are void, and batch columns that waited for it alone become ready.</summary>
    public FrontierDelta Drop(int row)
    {
        if (_dropped[Checked(row)])
            return FrontierDelta.Empty;

        _dropped[row] = true;
        LiveRows--;
        if (_done is not { } done)
            return FrontierDelta.Empty;

        _remaining -= _columns - done.CountRow(row);
        foreach (var column in _graph.Order)
        {
            if (_graph.Strategy(column) == ColumnStrategy.Batch)
                Unwait(row, column);
            else if (_added![row, column] && !done[row, column])
                _delta.Removed.Add(new ReadyTask(TaskType.Cell, column, row));
        }

        _ready!.ClearRow(row);
        if (_barrier is { } barrier && !done.Covers(row, barrier.Mask) && barrier.RowCounted())
            AddPreBatch();

        if (LiveRows == 0)
            VoidBatches();

        return Finish();
    }

    private FrontierDelta Finish()
    {
        var delta = _delta.Take();
        if (IsComplete)
            (_done, _added, _ready) = (null, null, null);

        return delta;
    }

    private int Checked(int row) =>
        row >= 0 && row < Rows ? row : throw new ArgumentOutOfRangeException(nameof(row), row, $"The row group has {Rows} rows.");

    private int CheckedColumn(int column) =>
        column >= 0 && column < _columns ? column : throw new ArgumentOutOfRangeException(nameof(column), column, $"There are {_columns} columns.");

    private void CheckStrategy(int column, ColumnStrategy strategy)
    {
        if (_graph.Strategy(CheckedColumn(column)) != strategy)
        {
            throw new ArgumentException(
                $"Column '{_graph.Name(column)}' is made {(strategy == ColumnStrategy.Cell ? "for the whole row group" : "row by row")}.", nameof(column));
        }
    }

    private ulong[] Mask(ImmutableArray<int> columns)
    {
        var mask = new ulong[(_columns + 63) / 64];
        foreach (var column in columns)
        {
            mask[column >> 6] |= 1UL << column;
        }

        return mask;
    }
}
