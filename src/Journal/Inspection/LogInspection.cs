using System.Collections.Immutable;

namespace Granary.Journal.Inspection;

/// <summary>A log as it was found, without changing it.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="LogId">Id of its segments.</param>
/// <param name="LastSequence">Newest sequence.</param>
/// <param name="Records">Records that opening it would deliver, those moved or ended since included.</param>
/// <param name="Bytes">Bytes of all segments.</param>
/// <param name="Segments">Oldest first.</param>
/// <param name="RecordsByType">Records by their type.</param>
/// <param name="Repair">What opening it would repair or report.</param>
/// <param name="HeldBy">Process id of the holder as it noted it; null if nobody does. While a process writes, the end may look torn.</param>
/// <param name="FileSystem">Kind of the file system.</param>
/// <param name="Warning">What to fear of that; null: nothing.</param>
public sealed record LogInspection(
    string Folder,
    Guid LogId,
    long LastSequence,
    long Records,
    long Bytes,
    ImmutableArray<SegmentInspection> Segments,
    ImmutableSortedDictionary<byte, long> RecordsByType,
    LogRepair Repair,
    string? HeldBy,
    string FileSystem,
    string? Warning)
{
    /// <summary>Sound, torn at its end, or corrupt.</summary>
    public LogCondition Condition =>
        Repair.DurableLoss || Repair.Damages.Length > 0 ? LogCondition.Corrupt : Repair.TornTails > 0 ? LogCondition.Torn : LogCondition.Clean;
}
