namespace Granary.Journal;

/// <summary>A <see cref="KeyedStore"/> at one moment.</summary>
/// <param name="Entries">Entries it holds.</param>
/// <param name="LiveBytes">Bytes of their records.</param>
/// <param name="TotalBytes">Bytes of the log.</param>
/// <param name="Compactions">Compactions that succeeded since it was opened.</param>
/// <param name="CompactionFailure">Why the last compaction failed; null if it did not.</param>
/// <param name="Log">The log under it.</param>
public sealed record KeyedStoreSnapshot(
    int Entries, long LiveBytes, long TotalBytes, long Compactions, string? CompactionFailure, LogSnapshot Log);
