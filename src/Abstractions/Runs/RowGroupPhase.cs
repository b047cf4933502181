namespace Granary.Abstractions.Runs;

/// <summary>What a row group says of itself.</summary>
[GenerateSerializer, Alias("granary.RowGroupPhase")]
public enum RowGroupPhase
{
    /// <summary>Cells are being made.</summary>
    Running,

    /// <summary>Nothing new starts; calls in flight finish.</summary>
    Draining,

    /// <summary>Nothing is in flight, the log is closed and kept. The last report of this session.</summary>
    Closed,

    /// <summary>It cannot go on; the run fails with the report's fault. The log is kept. The last report of this session.</summary>
    Faulted,
}
