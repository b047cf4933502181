using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Opening;

/// <summary>
/// Looks behind the first bad record for anything valid, in steps of 8 bytes, and for a proof that the bad one had been durable: the
/// <c>unsynced</c> field of a later record, a close mark, or a gap record that names it as acknowledged.
/// </summary>
internal sealed class DamageExaminer(ILogFiles files)
{
    /// <summary>
    /// Examines what follows offset <paramref name="badOffset"/> of <paramref name="segment"/>, where sequence <paramref name="expected"/> should have
    /// been, and the segments after it.
    /// </summary>
    public DamageFinding Examine(PlannedSegment segment, SegmentReader reader, long badOffset, long expected, IEnumerable<PlannedSegment> later)
    {
        var proven = segment.CloseMark >= expected || (segment.Limit != long.MaxValue && segment.Limit >= expected);
        var whole = 0L;
        var from = badOffset == 0 ? SegmentHeader.Length : badOffset + 8;
        Walk(reader, from, from - badOffset, expected, expected, ref whole, ref proven);
        foreach (var next in later)
        {
            using var file = files.OpenRead(next.Path);
            proven |= next.CloseMark >= expected;
            Walk(new SegmentReader(file), SegmentHeader.Length, SegmentHeader.Length, next.First, expected, ref whole, ref proven);
        }

        return new DamageFinding(whole, proven);
    }

    /// <summary>
    /// Where reading goes on behind a bad record at <paramref name="badOffset"/>: the next record, if it stands where the bad one's own length says; else the
    /// first whole record from which whole records lead to the end of the segment, or the one that leads furthest. A payload that holds bytes of a log
    /// does not lead anywhere, so it is not taken for one.
    /// </summary>
    public static bool TryFindNext(SegmentReader reader, long badOffset, long expected, long limit, out long offset, out long sequence)
    {
        if (TryFindByLength(reader, badOffset, expected, limit, out offset))
        {
            sequence = expected + 1;
            return true;
        }

        (offset, sequence) = (0, 0);
        var furthest = 0L;
        for (var at = badOffset + 8; at + RecordHeader.Length <= reader.Length; at += 8)
        {
            var most = Math.Min(limit, expected + ((at - badOffset) / RecordHeader.Length) + 1);
            if (!reader.TryReadRecord(at, expected, most, out var header, out _))
            {
                continue;
            }

            var end = Follow(reader, at, header.Sequence, limit);
            if (end > furthest)
            {
                (offset, sequence, furthest) = (at, header.Sequence, end);
            }

            if (end >= reader.Length)
            {
                break;
            }
        }

        return furthest > 0;
    }

    private static bool TryFindByLength(SegmentReader reader, long badOffset, long expected, long limit, out long offset)
    {
        offset = 0;
        var head = reader.Read(badOffset, RecordHeader.Length);
        if (head.Length < RecordHeader.Length)
        {
            return false;
        }

        var header = RecordHeader.Read(head.Span);
        offset = badOffset + RecordHeader.Framed((uint)header.PayloadLength);
        return header.Sequence == expected && expected < limit && reader.TryReadRecord(offset, expected + 1, expected + 1, out _, out _);
    }

    private static long Follow(SegmentReader reader, long offset, long sequence, long limit)
    {
        while (sequence <= limit && reader.TryReadRecord(offset, sequence, sequence, out var header, out _))
        {
            offset += RecordHeader.Framed(header.PayloadLength);
            sequence++;
        }

        return sequence > limit || offset >= reader.Length || reader.IsZeroToTheEnd(offset) ? reader.Length : offset;
    }

    // A sequence is plausible if the bytes between could hold the records between; that keeps payloads that look like records out.
    private static void Walk(SegmentReader reader, long offset, long distance, long least, long expected, ref long whole, ref bool proven)
    {
        var start = offset - distance;
        while (offset + RecordHeader.Length <= reader.Length)
        {
            var most = least + ((offset - start) / RecordHeader.Length) + 1;
            if (reader.TryReadRecord(offset, least, most, out var header, out _))
            {
                whole++;
                proven |= header.ProvenDurable >= expected;
                offset += RecordHeader.Framed(header.PayloadLength);
            }
            else
            {
                offset += 8;
            }
        }
    }
}
