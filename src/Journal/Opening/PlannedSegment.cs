using Granary.Journal.Format;

namespace Granary.Journal.Opening;

/// <summary>What is known of a segment before its records are read.</summary>
internal sealed class PlannedSegment(long first, string path)
{
    /// <summary>First sequence, by its name.</summary>
    public long First => first;

    public string Path => path;

    /// <summary>Its header; null if that is damaged.</summary>
    public SegmentHeader? Header { get; init; }

    /// <summary>Newest sequence that was durable when it was sealed or closed; 0: not known.</summary>
    public long CloseMark { get; init; }

    /// <summary>There is a mark, with a bad checksum.</summary>
    public bool CloseMarkIsDamaged { get; init; }

    /// <summary>Its first record says that this was the last acknowledged sequence when an older segment failed; null: no such record.</summary>
    public long? Gap { get; init; }

    /// <summary>Its first whole record stands where it should.</summary>
    public bool HasRecords { get; init; }

    /// <summary>Records above this sequence in it never happened.</summary>
    public long Limit { get; set; } = long.MaxValue;

    /// <summary>All of it never happened, or it had been removed.</summary>
    public bool IsObsolete { get; set; }
}
