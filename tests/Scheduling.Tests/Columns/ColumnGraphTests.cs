using Granary.Scheduling.Columns;

namespace Granary.Scheduling.Tests.Columns;

public sealed class ColumnGraphTests
{
    [Fact]
    public void Order_is_topological_with_ties_in_document_order()
    {
        var graph = Build(("quality", [1, 3]), ("reply", [2]), ("ticket", []), ("seed", []))!;

        Assert.Equal([2, 1, 3, 0], graph.Order);
        Assert.Equal([2, 3], graph.Roots);
        Assert.Equal([1, 3], graph.Upstream(0));
        Assert.Equal([0], graph.Downstream(1));
        Assert.Equal([1], graph.Downstream(2));
        Assert.Equal(3, graph.Depth);
    }

    [Fact]
    public void Repeated_upstream_counts_once()
    {
        var graph = Build(("a", []), ("b", [0, 0]))!;

        Assert.Equal([0], graph.Upstream(1));
        Assert.Equal([1], graph.Downstream(0));
    }

    [Fact]
    public void No_columns_is_a_graph_of_depth_0()
    {
        var graph = Build()!;

        Assert.Empty(graph.Order);
        Assert.Equal(0, graph.Depth);
    }

    [Fact]
    public void Cycle_is_named_once_from_its_earliest_column_along_what_needs_what()
    {
        var result = ColumnGraph.Build([new("x", []), new("a", [3]), new("b", [1]), new("c", [2, 0])]);

        Assert.Null(result.Graph);
        var cycle = Assert.Single(result.Cycles);
        Assert.Equal("a → c → b → a", cycle.Path);
        Assert.Equal([1, 3, 2], cycle.Columns);
    }

    [Fact]
    public void Every_cycle_is_named_also_those_that_share_a_column_or_are_of_one()
    {
        var result = ColumnGraph.Build([new("a", [1, 2]), new("b", [0]), new("c", [0, 2]), new("d", [3])]);

        Assert.Equal(["a → b → a", "a → c → a", "c → c", "d → d"], result.Cycles.Select(cycle => cycle.Path));
    }

    [Fact]
    public void Dense_graph_of_500_columns_stops_at_the_asked_number_of_cycles()
    {
        var all = Enumerable.Range(0, 500).ToArray();

        var result = ColumnGraph.Build(all.Select(index => new ColumnNode($"c{index}", [.. all])), maxCycles: 100);

        Assert.Equal(100, result.Cycles.Length);
        Assert.Equal(100, result.Cycles.Select(cycle => cycle.Path).Distinct().Count());
    }

    [Fact]
    public void Upstream_that_is_no_column_is_an_error_naming_both() =>
        Assert.Contains("'b' needs column 7", Assert.Throws<ArgumentException>(() => Build(("a", []), ("b", [7]))).Message, StringComparison.Ordinal);

    private static ColumnGraph? Build(params (string Name, int[] Upstream)[] columns) =>
        ColumnGraph.Build(columns.Select(column => new ColumnNode(column.Name, [.. column.Upstream]))).Graph;
}
