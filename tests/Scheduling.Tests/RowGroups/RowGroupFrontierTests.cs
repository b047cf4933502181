using System.Collections.Immutable;
using Granary.Scheduling.Columns;
using Granary.Scheduling.RowGroups;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.RowGroups;

public sealed class RowGroupFrontierTests
{
    [Fact]
    public void Cell_is_ready_when_its_own_row_has_everything_it_needs()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("b", []), ("c", [0, 1])), 2);

        Assert.Equal("a0 b0 a1 b1", Show(frontier.Seed().Added));
        Assert.Equal("", Show(frontier.Complete(0, 0).Added));
        Assert.Equal("", Show(frontier.Complete(1, 1).Added));
        Assert.Equal("c0", Show(frontier.Complete(0, 1).Added));
        Assert.False(frontier.IsComplete);
    }

    [Fact]
    public void Repeating_a_change_adds_nothing()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("b", [0])), 1);
        frontier.Seed();

        Assert.Equal("b0", Show(frontier.Complete(0, 0).Added));
        Assert.Same(FrontierDelta.Empty, frontier.Complete(0, 0));
        Assert.Same(FrontierDelta.Empty, frontier.Seed());
        Assert.Same(FrontierDelta.Empty, frontier.Complete(0, 1));
        Assert.True(frontier.IsComplete);
        Assert.Same(FrontierDelta.Empty, frontier.Complete(0, 1));
    }

    [Fact]
    public void Batch_column_waits_for_every_live_row_and_then_frees_all_rows_at_once()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("*b", [0]), ("c", [1])), 3);
        frontier.Seed();
        frontier.Complete(0, 0);
        Assert.Equal("", Show(frontier.Complete(1, 0).Added));

        var delta = frontier.Drop(2);

        Assert.Equal("b*", Show(delta.Added));
        Assert.Equal("a2", Show(delta.Removed));
        Assert.Equal("c0 c1", Show(frontier.CompleteRange(1).Added));
        Assert.Same(FrontierDelta.Empty, frontier.CompleteRange(1));
        frontier.Complete(0, 2);
        frontier.Complete(1, 2);
        Assert.True(frontier.IsComplete);
    }

    [Fact]
    public void Root_batch_column_is_from_scratch()
    {
        var frontier = new RowGroupFrontier(Graph(("*a", []), ("b", [0])), 2);

        Assert.Equal(new ReadyTask(TaskType.FromScratch, 0, -1), Assert.Single(frontier.Seed().Added));
        Assert.Equal("b0 b1", Show(frontier.CompleteRange(0).Added));
    }

    [Fact]
    public void Dropped_row_voids_what_was_added_of_it_and_takes_no_more_part()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("b", []), ("c", [0])), 2);
        frontier.Seed();
        frontier.Complete(0, 0);

        var delta = frontier.Drop(0);

        Assert.Equal("b0 c0", Show(delta.Removed));
        Assert.Same(FrontierDelta.Empty, frontier.Drop(0));
        Assert.Same(FrontierDelta.Empty, frontier.Complete(0, 1));
        Assert.True(frontier.IsDropped(0));
        Assert.Equal(1, frontier.LiveRows);
        Assert.Equal("a1 b1", Show(frontier.Ready()));
    }

    [Fact]
    public void Dropping_all_rows_completes_the_group_and_voids_its_batches()
    {
        var frontier = new RowGroupFrontier(Graph(("*a", []), ("b", [])), 2);
        frontier.Seed();
        frontier.Drop(0);

        Assert.Equal("b1 a*", Show(frontier.Drop(1).Removed));
        Assert.True(frontier.IsComplete);
        Assert.Empty(frontier.Ready());
        Assert.Same(FrontierDelta.Empty, frontier.CompleteRange(0));
    }

    [Fact]
    public void Skipped_cell_counts_as_made()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("b", [0]), ("c", [1])), 1);
        frontier.Seed();
        frontier.Complete(0, 0);

        var delta = frontier.Skip(0, 1);

        Assert.Equal("c0", Show(delta.Added));
        Assert.Empty(delta.Skipped);
    }

    [Fact]
    public void Propagated_skip_takes_dependants_along_but_not_across_a_batch_column()
    {
        // a → b → c → d (needs b too), *e needs d, f needs a alone, g needs e.
        var frontier = new RowGroupFrontier(Graph(("a", []), ("b", [0]), ("c", [1]), ("d", [2, 1]), ("*e", [3]), ("f", [0]), ("g", [4])), 1);
        frontier.Seed();
        Assert.Equal("b0 f0", Show(frontier.Complete(0, 0).Added));

        var delta = frontier.Skip(0, 1, propagate: true);

        Assert.Equal([new Cell(0, 2), new Cell(0, 3)], delta.Skipped);
        Assert.Equal("e*", Show(delta.Added));
        Assert.Equal("g0", Show(frontier.CompleteRange(4).Added));
        frontier.Complete(0, 5);
        frontier.Complete(0, 6);
        Assert.True(frontier.IsComplete);
    }

    [Fact]
    public void Replayed_cells_are_taken_in_silently_and_only_the_rest_is_added()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("b", [0]), ("*c", [1]), ("d", [2])), 3);
        foreach (var row in new[] { 0, 1 })
        {
            Assert.Same(FrontierDelta.Empty, frontier.Complete(row, 0));
            Assert.Same(FrontierDelta.Empty, frontier.Complete(row, 1));
        }

        Assert.True(frontier.Drop(2).IsEmpty);
        Assert.Equal("c*", Show(frontier.Seed().Added));
    }

    [Fact]
    public void Dependant_that_was_replayed_before_what_it_needs_is_not_added_again()
    {
        // Only paid cells are logged: the sampler a is made anew, b is there already.
        var frontier = new RowGroupFrontier(Graph(("a", []), ("b", [0]), ("*c", [0, 1])), 1);
        frontier.Complete(0, 1);
        Assert.Equal("a0", Show(frontier.Seed().Added));

        Assert.Equal("c*", Show(frontier.Complete(0, 0).Added));
    }

    [Fact]
    public void Fully_replayed_group_is_complete_before_it_begins()
    {
        var frontier = new RowGroupFrontier(Graph(("a", [])), 1);
        frontier.Complete(0, 0);

        Assert.True(frontier.IsComplete);
        Assert.True(frontier.Seed().IsEmpty);
        Assert.True(frontier.IsDone(0, 0));
    }

    [Fact]
    public void Complete_group_still_answers_for_its_rows()
    {
        var frontier = new RowGroupFrontier(Graph(("a", [])), 2);
        frontier.Seed();
        frontier.Drop(1);
        frontier.Complete(0, 0);
        Assert.True(frontier.IsComplete);

        Assert.Equal((false, true, true), (frontier.IsDropped(0), frontier.IsDropped(1), frontier.IsDone(0, 0)));
        Assert.True(frontier.Drop(0).IsEmpty);
        Assert.Equal(0, frontier.LiveRows);
    }

    [Fact]
    public void Ready_tasks_leave_when_accepted()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("*b", [])), 2);
        var added = frontier.Seed().Added;
        Assert.Equal("b* a0 a1", Show(frontier.Ready()));

        frontier.Accepted(added.Single(task => task.Type == TaskType.FromScratch));
        frontier.Accepted(new ReadyTask(TaskType.Cell, 0, 0));
        frontier.Accepted(new ReadyTask(TaskType.Cell, 0, 0));

        Assert.Equal("a1", Show(frontier.Ready()));
    }

    [Fact]
    public void Pre_batch_processor_parks_everything_else_until_it_is_done()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("b", [0]), ("c", []), ("*d", [])), 3, [0]);
        Assert.Equal("a0 a1 a2", Show(frontier.Seed().Added));
        frontier.Complete(0, 0);
        frontier.Complete(1, 0);

        Assert.Equal("pre*", Show(frontier.Drop(2).Added));
        Assert.False(frontier.IsComplete);
        frontier.Drop(1);

        Assert.Equal("d* b0 c0", Show(frontier.CompletePreBatch().Added));
        Assert.Same(FrontierDelta.Empty, frontier.CompletePreBatch());
    }

    [Fact]
    public void Pre_batch_processor_without_columns_before_it_is_due_at_once()
    {
        var frontier = new RowGroupFrontier(Graph(("a", [])), 1, []);

        Assert.Equal("pre*", Show(frontier.Seed().Added));
        Assert.Equal("pre*", Show(frontier.Drop(0).Removed));
        Assert.True(frontier.IsComplete);
    }

    [Fact]
    public void Misuse_is_an_error()
    {
        var frontier = new RowGroupFrontier(Graph(("a", []), ("*b", [0])), 2);

        Assert.Contains("'b' is made for the whole row group", Assert.Throws<ArgumentException>(() => frontier.Complete(0, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("'a' is made row by row", Assert.Throws<ArgumentException>(() => frontier.CompleteRange(0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => frontier.Skip(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => frontier.Complete(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => frontier.Complete(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => frontier.Drop(-1));
        Assert.Throws<InvalidOperationException>(() => frontier.CompletePreBatch());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowGroupFrontier(Graph(("a", [])), 0));
        Assert.Throws<ArgumentException>(() => new RowGroupFrontier(Graph(("a", []), ("b", [0])), 1, [1]));
    }

    [Fact]
    public void Thousand_rows_of_500_columns_stay_compact()
    {
        var graph = ColumnGraph.Build(Enumerable.Range(0, 500).Select(index => new ColumnNode($"c{index}", index == 0 ? [] : [index - 1]))).Graph!;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var frontier = new RowGroupFrontier(graph, 1_000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000);
        frontier.Seed();
        for (var column = 0; column < 500; column++)
        {
            for (var row = 0; row < 1_000; row++)
            {
                Assert.Equal(column < 499 ? 1 : 0, frontier.Complete(row, column).Added.Length);
            }
        }

        Assert.True(frontier.IsComplete);
    }

    /// <summary>A star before the name makes a batch column.</summary>
    private static ColumnGraph Graph(params (string Name, int[] Upstream)[] columns) => ColumnGraph.Build(columns.Select(column => new ColumnNode(
        column.Name.TrimStart('*'), [.. column.Upstream], column.Name.StartsWith('*') ? ColumnStrategy.Batch : ColumnStrategy.Cell))).Graph!;

    private static readonly ImmutableArray<string> _names = ["a", "b", "c", "d", "e", "f", "g"];

    private static string Show(IEnumerable<ReadyTask> tasks) => string.Join(' ', tasks.Select(task => task.Type switch
    {
        TaskType.PreBatchProcessor => "pre*",
        TaskType.Cell => _names[task.Column] + task.Row,
        _ => _names[task.Column] + "*",
    }));
}
