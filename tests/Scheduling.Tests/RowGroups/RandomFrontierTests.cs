using Granary.Scheduling.Columns;
using Granary.Scheduling.RowGroups;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.RowGroups;

/// <summary>Random graphs and random lives, against a recomputation of everything from nothing after each step.</summary>
public sealed class RandomFrontierTests
{
    [Fact]
    public void Frontier_equals_a_naive_recomputation_on_random_graphs()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            new Life(seed).Live();
        }
    }

    private sealed class Life
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly ColumnGraph _graph;
        private readonly int _rows;
        private readonly RowGroupFrontier _frontier;
        private readonly HashSet<(int Row, int Column)> _done = [];
        private readonly HashSet<int> _batchDone = [];
        private readonly HashSet<int> _dropped = [];
        private readonly HashSet<ReadyTask> _ever = [];
        private readonly HashSet<ReadyTask> _outstanding = [];
        private readonly int[]? _preBatch;
        private bool _barrierOpen;

        public Life(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
            var columns = _random.Next(1, 9);
            _graph = ColumnGraph.Build(Enumerable.Range(0, columns).Select(index => new ColumnNode(
                $"c{index}",
                [.. Enumerable.Range(0, index).Where(_ => _random.Next(3) == 0)],
                _random.Next(4) == 0 ? ColumnStrategy.Batch : ColumnStrategy.Cell))).Graph!;
            _rows = _random.Next(1, 6);
            _preBatch = seed % 3 == 0 ? [.. _graph.Roots.Where(column => _graph.Strategy(column) == ColumnStrategy.Cell).Take(2)] : null;
            _frontier = new RowGroupFrontier(_graph, _rows, _preBatch is null ? default : [.. _preBatch]);
        }

        public void Live()
        {
            for (var replayed = _random.Next(4); replayed > 0; replayed--)
            {
                Change();
            }

            Take(_frontier.Seed());
            Check();
            for (var step = 0; step < 200 && !_frontier.IsComplete; step++)
            {
                if (_random.Next(12) == 0)
                    Change();
                else if (_outstanding.Count > 0)
                    Perform(_outstanding.ElementAt(_random.Next(_outstanding.Count)));

                Check();
            }

            Assert.True(_frontier.IsComplete, $"Seed {_seed}: not complete; outstanding {string.Join(' ', _outstanding)}.");
            Assert.True(_outstanding.Count == 0, $"Seed {_seed}: complete with {string.Join(' ', _outstanding)}.");
        }

        /// <summary>Anything that may happen at any time: a cell out of turn, a skip, a drop.</summary>
        private void Change()
        {
            var row = _random.Next(_rows);
            var column = _random.Next(_graph.Count);
            if (_random.Next(3) == 0)
            {
                _dropped.Add(row);
                _outstanding.RemoveWhere(task => task.Row == row);
                Take(_frontier.Drop(row));
            }
            else if (_graph.Strategy(column) == ColumnStrategy.Cell)
            {
                Made(row, column);
                Take(_random.Next(2) == 0 ? _frontier.Complete(row, column) : _frontier.Skip(row, column, propagate: true));
            }
        }

        private void Perform(ReadyTask task)
        {
            _outstanding.Remove(task);
            switch (task.Type)
            {
                case TaskType.PreBatchProcessor:
                    _barrierOpen = true;
                    Take(_frontier.CompletePreBatch());
                    break;
                case TaskType.Cell:
                    Made(task.Row, task.Column);
                    Take(_frontier.Complete(task.Row, task.Column));
                    break;
                default:
                    _batchDone.Add(task.Column);
                    for (var row = 0; row < _rows; row++)
                    {
                        Made(row, task.Column);
                    }

                    Take(_frontier.CompleteRange(task.Column));
                    break;
            }
        }

        private void Made(int row, int column)
        {
            if (!_dropped.Contains(row))
                _done.Add((row, column));

            _outstanding.Remove(new ReadyTask(TaskType.Cell, column, row));
        }

        private void Take(FrontierDelta delta)
        {
            foreach (var cell in delta.Skipped)
            {
                Made(cell.Row, cell.Column);
            }

            foreach (var task in delta.Removed)
            {
                _outstanding.Remove(task);
            }

            foreach (var task in delta.Added)
            {
                Assert.True(_ever.Add(task), $"Seed {_seed}: {task} was added twice.");
                _outstanding.Add(task);
            }
        }

        private void Check()
        {
            var expected = new HashSet<ReadyTask>();
            var live = Enumerable.Range(0, _rows).Where(row => !_dropped.Contains(row)).ToArray();
            var closed = _preBatch is not null && !_barrierOpen;
            for (var column = 0; column < _graph.Count; column++)
            {
                if (closed && !_preBatch!.Contains(column))
                    continue;

                bool Has(int row) => _graph.Upstream(column).All(needed => _done.Contains((row, needed)));
                if (_graph.Strategy(column) == ColumnStrategy.Batch)
                {
                    if (live.Length > 0 && live.All(Has) && !_batchDone.Contains(column))
                        expected.Add(new ReadyTask(_graph.Upstream(column).IsEmpty ? TaskType.FromScratch : TaskType.Batch, column, -1));

                    continue;
                }

                foreach (var row in live.Where(row => Has(row) && !_done.Contains((row, column))))
                {
                    expected.Add(new ReadyTask(TaskType.Cell, column, row));
                }
            }

            if (closed && live.Length > 0 && live.All(row => _preBatch!.All(column => _done.Contains((row, column)))))
                expected.Add(new ReadyTask(TaskType.PreBatchProcessor, -1, -1));

            Assert.True(expected.SetEquals(_outstanding), $"Seed {_seed}: expected {string.Join(' ', expected)}, outstanding {string.Join(' ', _outstanding)}.");
            Assert.Equal(live.Length, _frontier.LiveRows);
            var complete = live.All(row => Enumerable.Range(0, _graph.Count).All(column => _done.Contains((row, column)))) && (!closed || live.Length == 0);
            Assert.True(complete == _frontier.IsComplete, $"Seed {_seed}: complete is {complete}.");
        }
    }
}
