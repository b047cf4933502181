using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Progress;

namespace Granary.Grains.Runs.Groups;

/// <summary>Cells of one column of one row group. Not thread-safe.</summary>
internal sealed class ColumnCounter
{
    public long Done { get; set; }

    public long Dispatched { get; set; }

    public long Deferred { get; set; }

    public long Failed { get; set; }

    public long Skipped { get; set; }

    public RunUsage Usage { get; set; } = TotalsMath.NoUsage;

    public int[]? Latency { get; set; }
}
