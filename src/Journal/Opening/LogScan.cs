namespace Granary.Journal.Opening;

/// <summary>What a log is found to be, before anything is repaired.</summary>
/// <param name="LogId">Id of its segments; empty if no header could be read.</param>
/// <param name="LastSequence">Newest sequence that is part of it.</param>
/// <param name="Segments">Segments that make it up, oldest first; the last is where writing goes on.</param>
/// <param name="Obsolete">Segments to be removed: removed before, never in force, or behind the end.</param>
/// <param name="HasTornTail">Bytes behind the end of the last segment are to be cut.</param>
/// <param name="Repair">What opening reports.</param>
internal sealed record LogScan(
    Guid LogId, long LastSequence, IReadOnlyList<ScannedSegment> Segments, IReadOnlyList<PlannedSegment> Obsolete, bool HasTornTail, LogRepair Repair);
