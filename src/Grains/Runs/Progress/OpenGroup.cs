using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Progress;

/// <summary>What a run knows of a row group that is open. Not thread-safe.</summary>
internal sealed class OpenGroup(long number, int rows, DateTimeOffset now)
{
    public long Number { get; } = number;

    public int Rows { get; } = rows;

    /// <summary>Newest session heard of; 0 before the first report.</summary>
    public int Session { get; set; }

    /// <summary>When it last reported, or was last told to open.</summary>
    public DateTimeOffset Heard { get; set; } = now;

    /// <summary>Outcomes of this session that were looked at already.</summary>
    public long OutcomesSeen { get; set; }

    public RowGroupTotals? Totals { get; set; }

    public IReadOnlyList<AliasTrouble> Troubles { get; set; } = [];

    public RowGroupLoad? Load { get; set; }

    public RunLimitedBy? Blocked { get; set; }
}
