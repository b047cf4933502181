namespace Granary.Journal;

/// <summary>A log at one moment.</summary>
/// <param name="LastSequence">Newest sequence given to an append; 0 in an empty log.</param>
/// <param name="DurableSequence">Newest sequence known to be on the disk.</param>
/// <param name="Bytes">Bytes of all segments.</param>
/// <param name="Records">Records written since it was opened.</param>
/// <param name="Batches">Writes since it was opened; records per batch show how well group commit works.</param>
/// <param name="Syncs">Syncs since it was opened.</param>
/// <param name="Waiting">Records accepted and not yet written.</param>
/// <param name="Failure">Why the log refuses appends; null while it works.</param>
public sealed record LogSnapshot(
    long LastSequence,
    long DurableSequence,
    long Bytes,
    long Records,
    long Batches,
    long Syncs,
    int Waiting,
    JournalException? Failure)
{
    /// <summary>What the writer can do.</summary>
    public LogState State { get; init; }

    /// <summary>Bytes of the records that were not released; equal to <see cref="Bytes"/> in a log that does not reclaim.</summary>
    public long LiveBytes { get; init; }

    /// <summary>Segments.</summary>
    public int Segments { get; init; }

    /// <summary>Segments that were rewritten or removed since it was opened.</summary>
    public long ReclaimedSegments { get; init; }

    /// <summary>Why the last attempt to reclaim space failed; null if it did not.</summary>
    public string? ReclaimFailure { get; init; }

    /// <summary>Writes and syncs that failed since it was opened.</summary>
    public long WriteFailures { get; init; }

    /// <summary>Records that had been acknowledged, were not yet synced and could not be read back after a failed write (not in <see cref="Durability.Always"/>).</summary>
    public long LostRecords { get; init; }

    /// <summary>When appends are acknowledged.</summary>
    public Durability Durability { get; init; }
}
