using Granary.Scheduling.Columns;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Windows;

/// <summary>How far the trouble of deferred tasks reaches in a row group that is not open yet.</summary>
public static class DeferredReach
{
    /// <summary>
    /// Whether every column would meet it. A column does when it shares the endpoint or the scheduling group of a
    /// column with deferred tasks, when it needs a column that does, or when it is local and feeds only columns that do.
    /// </summary>
    /// <param name="graph">The run's columns.</param>
    /// <param name="declarations">What each uses, by its index.</param>
    /// <param name="deferred">Whether a column has deferred tasks.</param>
    public static bool CoversAll(ColumnGraph graph, IReadOnlyList<TaskDeclaration> declarations, Func<int, bool> deferred)
    {
        var troubled = Enumerable.Range(0, graph.Count).Where(deferred).ToArray();
        if (troubled.Length == 0)
            return false;

        var affected = new bool[graph.Count];
        foreach (var column in graph.Order)
        {
            affected[column] = graph.Upstream(column).Any(needed => affected[needed]) || troubled.Any(other => Shares(declarations[column], declarations[other]));
        }

        // From the end, so that a chain of local columns is followed to what it feeds.
        foreach (var column in graph.Order.Reverse())
        {
            var fed = graph.Downstream(column);
            affected[column] |= declarations[column].Group.Kind == GroupKind.Local && !fed.IsEmpty && fed.All(next => affected[next]);
        }

        return Array.TrueForAll(affected, reached => reached);
    }

    private static bool Shares(TaskDeclaration one, TaskDeclaration other) =>
        one.Group.Equals(other.Group) || one.Demand.Amounts.Any(want => ResourceNames.IsRequest(want.Resource) && other.Demand.Amounts.Any(wanted => wanted.Resource == want.Resource));
}
