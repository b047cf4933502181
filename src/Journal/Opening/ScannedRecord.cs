using Granary.Journal.Format;

namespace Granary.Journal.Opening;

/// <summary>One whole record, where it stands.</summary>
/// <param name="Segment">First sequence of its segment.</param>
/// <param name="Path">Path of its segment.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Header">Its header.</param>
/// <param name="Origin">The sequence it had first; that of the header unless it was moved.</param>
/// <param name="Payload">What its writer gave; valid until the next record is read.</param>
internal readonly record struct ScannedRecord(long Segment, string Path, long Offset, RecordHeader Header, long Origin, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Takes a moved record apart.</summary>
    public static ScannedRecord From(PlannedSegment segment, long offset, RecordHeader header, ReadOnlyMemory<byte> payload) =>
        header.Version == RecordHeader.CopyVersion && header.Type >= SegmentLog.FirstUserType
            ? new(segment.First, segment.Path, offset, header, OwnRecords.ReadOrigin(payload.Span), payload[RecordHeader.OriginLength..])
            : new(segment.First, segment.Path, offset, header, header.Sequence, payload);
}
