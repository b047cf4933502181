using Granary.Journal.Format;

namespace Granary.Journal.Opening;

/// <summary>How far a segment was read, and what its records prove.</summary>
internal sealed class SegmentCursor(PlannedSegment segment)
{
    private readonly Queue<(long Sequence, long End)> _unproven = new();
    private long _records;
    private long _proven = segment.First - 1;
    private long _unprovenFrom = SegmentHeader.Length;

    public PlannedSegment Segment => segment;

    /// <summary>Where the next record should stand.</summary>
    public long Offset { get; private set; } = SegmentHeader.Length;

    /// <summary>Goes over a whole record.</summary>
    public void Pass(RecordHeader record)
    {
        Offset += RecordHeader.Framed(record.PayloadLength);
        _records++;
        _proven = Math.Max(_proven, record.ProvenDurable);
        _unproven.Enqueue((record.Sequence, Offset));
        while (_unproven.TryPeek(out var oldest) && oldest.Sequence <= _proven)
        {
            _unprovenFrom = oldest.End;
            _unproven.Dequeue();
        }
    }

    /// <summary>Goes over bytes that are lost.</summary>
    public void Skip(long offset) => Offset = offset;

    public ScannedSegment End(long length) => new(segment, Offset, length, _records, _proven, Math.Min(_unprovenFrom, Offset));
}
