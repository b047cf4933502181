namespace Granary.Journal.Space;

/// <summary>The place of a record that is still needed. Small on purpose: there is one for every live record of a log.</summary>
internal readonly record struct LiveRecord(SegmentUse Segment, uint Offset, int PayloadLength)
{
    public RecordPlace Place => new(Offset, PayloadLength);
}
