namespace Granary.Journal;

/// <summary>A <see cref="KeyedStore"/> at one moment.</summary>
/// <param name="Entries">Entries it holds.</param>
/// <param name="LiveBytes">Bytes of the records that are needed.</param>
/// <param name="TotalBytes">Bytes of the log.</param>
/// <param name="Compactions">Segments that were rewritten or removed since it was opened.</param>
/// <param name="CompactionFailure">Why the last attempt to reclaim space failed; null if it did not.</param>
/// <param name="Log">The log under it.</param>
public sealed record KeyedStoreSnapshot(
    int Entries, long LiveBytes, long TotalBytes, long Compactions, string? CompactionFailure, LogSnapshot Log);
