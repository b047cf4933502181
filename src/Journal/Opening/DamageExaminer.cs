using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Opening;

/// <summary>
/// Looks behind the first bad record for anything valid, in steps of 8 bytes, and for a proof that the bad one had been durable: the
/// <c>unsynced</c> field of a later record, a close mark, or a later segment (a segment is synced before the next one begins).
/// </summary>
internal sealed class DamageExaminer(ILogFiles files, string folder)
{
    /// <summary>
    /// Examines what follows offset <paramref name="badOffset"/> of the segment in <paramref name="reader"/>, where sequence
    /// <paramref name="expected"/> should have been, and the segments after it.
    /// </summary>
    public DamageFinding Examine(SegmentReader reader, long badOffset, long expected, IReadOnlyList<long> laterSegments)
    {
        var proven = SegmentHeader.ReadCloseMark(reader.Read(0, SegmentHeader.Length).Span) >= expected;
        var whole = 0L;
        var valid = false;
        var from = badOffset == 0 ? SegmentHeader.Length : badOffset + 8;
        Walk(reader, from, from - badOffset, expected, expected, ref whole, ref proven);
        foreach (var firstSequence in laterSegments)
        {
            using var file = files.Open(Path.Combine(folder, SegmentName.Of(firstSequence)));
            var later = new SegmentReader(file);
            if (SegmentHeader.TryRead(later.Read(0, SegmentHeader.Length).Span, out _))
            {
                valid = true;
                proven = true;
            }

            Walk(later, SegmentHeader.Length, SegmentHeader.Length, firstSequence, expected, ref whole, ref proven);
        }

        return new DamageFinding(whole, proven, valid || whole > 0);
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
