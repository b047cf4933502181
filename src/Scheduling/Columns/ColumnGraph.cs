using System.Collections.Immutable;

namespace Granary.Scheduling.Columns;

/// <summary>
/// Which column needs which. Immutable and safe to share. Columns are named by their index in document order; lists of columns are in that
/// order too.
/// </summary>
public sealed class ColumnGraph
{
    private readonly ImmutableArray<ColumnNode> _columns;
    private readonly ImmutableArray<int>[] _upstream;
    private readonly ImmutableArray<int>[] _downstream;

    private ColumnGraph(ImmutableArray<ColumnNode> columns, ImmutableArray<int>[] upstream, ImmutableArray<int>[] downstream, ImmutableArray<int> order)
    {
        _columns = columns;
        _upstream = upstream;
        _downstream = downstream;
        Order = order;
        Roots = [.. Enumerable.Range(0, columns.Length).Where(column => upstream[column].IsEmpty)];
        Depth = LongestPath();
    }

    /// <summary>Number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>All columns so that each comes after everything it needs; of several possible ones the earliest in the document comes first.</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>Columns that need nothing.</summary>
    public ImmutableArray<int> Roots { get; }

    /// <summary>Columns on the longest path; 0 when there is no column.</summary>
    public int Depth { get; }

    /// <summary>
    /// Builds the graph, or says every way in which it cannot be one: each elementary cycle once, up to <paramref name="maxCycles"/> of them.
    /// </summary>
    /// <exception cref="ArgumentException">An upstream index that is no column.</exception>
    public static ColumnGraphResult Build(IEnumerable<ColumnNode> columns, int maxCycles = 100)
    {
        var nodes = columns.ToImmutableArray();
        var upstream = new ImmutableArray<int>[nodes.Length];
        var downstream = new List<int>[nodes.Length];
        for (var column = 0; column < nodes.Length; column++)
        {
            downstream[column] = [];
        }

        for (var column = 0; column < nodes.Length; column++)
        {
            upstream[column] = [.. nodes[column].Upstream.Distinct().Order()];
            foreach (var needed in upstream[column])
            {
                if (needed < 0 || needed >= nodes.Length)
                    throw new ArgumentException($"Column '{nodes[column].Name}' needs column {needed}, but there are only {nodes.Length}.", nameof(columns));

                downstream[needed].Add(column);
            }
        }

        var order = TopologicalOrder(upstream, downstream);
        return order.Length == nodes.Length
            ? new ColumnGraphResult(new ColumnGraph(nodes, upstream, [.. downstream.Select(list => list.ToImmutableArray())], order), [])
            : new ColumnGraphResult(null, new CycleSearch(nodes, upstream, maxCycles).Run());
    }

    /// <summary>The column's name.</summary>
    public string Name(int column) => _columns[column].Name;

    /// <summary>Row by row, or a row group at once.</summary>
    public ColumnStrategy Strategy(int column) => _columns[column].Strategy;

    /// <summary>What the column needs directly.</summary>
    public ImmutableArray<int> Upstream(int column) => _upstream[column];

    /// <summary>What needs the column directly.</summary>
    public ImmutableArray<int> Downstream(int column) => _downstream[column];

    private static ImmutableArray<int> TopologicalOrder(ImmutableArray<int>[] upstream, List<int>[] downstream)
    {
        var waitsFor = Array.ConvertAll(upstream, list => list.Length);
        var free = new PriorityQueue<int, int>();
        for (var column = 0; column < waitsFor.Length; column++)
        {
            if (waitsFor[column] == 0)
                free.Enqueue(column, column);
        }

        var order = ImmutableArray.CreateBuilder<int>(waitsFor.Length);
        while (free.TryDequeue(out var column, out _))
        {
            order.Add(column);
            foreach (var next in downstream[column])
            {
                if (--waitsFor[next] == 0)
                    free.Enqueue(next, next);
            }
        }

        return order.ToImmutable();
    }

    private int LongestPath()
    {
        var depth = new int[Count];
        foreach (var column in Order)
        {
            depth[column] = 1 + _upstream[column].Select(needed => depth[needed]).DefaultIfEmpty().Max();
        }

        return depth.DefaultIfEmpty().Max();
    }
}
