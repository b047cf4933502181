namespace Granary.Journal;

/// <summary>What is damaged in a log.</summary>
public enum LogDamageKind
{
    /// <summary>Records that had been durable.</summary>
    Records,

    /// <summary>A segment's file is gone.</summary>
    MissingSegment,

    /// <summary>The header of a segment; its records can be read.</summary>
    SegmentHeader,

    /// <summary>The mark of a clean end; no record is lost.</summary>
    CloseMark,

    /// <summary>Bytes between two records that should be zero; no record is lost.</summary>
    Padding,
}
