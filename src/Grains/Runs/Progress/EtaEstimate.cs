using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Progress;

/// <summary>
/// When a run should end. A column needs its remaining cells ÷ its rate; as columns of a chain work at the same time on different rows, a chain
/// takes as long as its slowest link, and the run as long as its slowest chain. Pure.
/// </summary>
internal static class EtaEstimate
{
    private const int MinCells = 20;
    private static readonly TimeSpan _minTime = TimeSpan.FromSeconds(30);

    /// <param name="columns">In an order in which upstream columns come first, or any: links are followed.</param>
    /// <param name="cells">Cells made since the run started here.</param>
    /// <param name="running">How long it has been running here.</param>
    /// <param name="now">This instant.</param>
    public static RunEta Of(IReadOnlyList<EtaColumn> columns, long cells, TimeSpan running, DateTimeOffset now)
    {
        if (cells < MinCells && running < _minTime)
        {
            return new RunEta(null, $"needs {MinCells} cells or {_minTime.TotalSeconds:0} s of running first");
        }

        double longest = 0;
        var slowest = -1;
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            if (column.Left == 0)
            {
                continue;
            }

            if (column.PerSecond <= 0)
            {
                // A column that waits for its upstream has no rate of its own yet; it cannot end before that one.
                if (IsWaitingForUpstream(columns, column))
                {
                    continue;
                }

                return new RunEta(null, $"column {column.Name} made no cell in the last minute");
            }

            var seconds = column.Left / column.PerSecond;
            if (seconds > longest)
            {
                (longest, slowest) = (seconds, i);
            }
        }

        if (slowest < 0 || longest > TimeSpan.FromDays(3650).TotalSeconds)
        {
            return new RunEta(null, slowest < 0 ? "nothing was made in the last minute" : "more than ten years at the present rate");
        }

        var by = columns[slowest];
        var alias = by.Alias is null ? "" : $" (alias {by.Alias})";
        return new RunEta(now.AddSeconds(longest), FormattableString.Invariant($"column {by.Name}{alias}: {by.Left} cells at {by.PerSecond:0.#}/s"));
    }

    private static bool IsWaitingForUpstream(IReadOnlyList<EtaColumn> columns, EtaColumn column)
    {
        foreach (var upstream in column.Upstream)
        {
            if (columns[upstream].Left > 0)
            {
                return true;
            }
        }

        return false;
    }
}
