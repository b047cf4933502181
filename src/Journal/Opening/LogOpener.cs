using Granary.Journal.Files;
using Granary.Journal.Format;
using Granary.Journal.Space;
using Granary.Journal.Writing;

namespace Granary.Journal.Opening;

/// <summary>
/// Opens a log for writing: scans it, hands every record to its owner, repairs the end and removes what is no part of it. What is left is on the disk
/// before anybody acts on it: a record that nothing proves durable is written again, because a kernel that failed to write a page may report success
/// for it the next time.
/// </summary>
internal sealed class LogOpener(ILogFiles files, LogOptions options, string folder, LogIndex? index, Action<LogRecord> replay, CancellationToken cancellationToken)
{
    private const int KeptTornBytes = 1 << 20;

    /// <summary>What had to be repaired.</summary>
    public LogRepair Repair { get; private set; } = LogRepair.None;

    /// <summary>Opens; the end's file belongs to the caller.</summary>
    public LogEnd Open()
    {
        var scan = new LogScanner(files, folder, options.OnCorruption, index is not null, Deliver, cancellationToken).Scan();
        Repair = scan.Repair;
        foreach (var segment in scan.Obsolete)
        {
            KeepTorn(segment.Path, 0);
            files.Delete(segment.Path);
        }

        index?.Begin(scan.Segments.Select(static segment => (segment.Plan.First, segment.End)));
        foreach (var gap in scan.Segments.Where(static segment => segment.Plan.Gap is not null))
        {
            var failed = scan.Segments.LastOrDefault(segment => segment.Plan.First < gap.Plan.First && segment.Plan.Limit != long.MaxValue);
            index?.Poison(failed?.Plan.First, gap.Plan.First);
        }

        var bytes = scan.Segments.Sum(static segment => segment.End);
        if (scan.Segments.Count == 0)
        {
            return new LogEnd(scan.LogId, scan.LastSequence, null, 0, 0, 0, 0);
        }

        var last = scan.Segments[^1];
        var file = files.Open(last.Plan.Path);
        try
        {
            Mend(file, last, scan);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new LogEnd(scan.LogId, scan.LastSequence, file, last.Plan.First, last.End, bytes, scan.Segments.Count);
    }

    private void Deliver(ScannedRecord record)
    {
        if (record.Header.Type < SegmentLog.FirstUserType)
        {
            index?.AddOwn(record.Segment);
            return;
        }

        var place = new RecordPlace(record.Offset, record.Header.PayloadLength);
        if (index is null || index.Add(record.Segment, record.Origin, place))
        {
            replay(new LogRecord(record.Origin, record.Header.Type, options.LendsPayloads ? record.Payload : record.Payload.ToArray()));
        }
    }

    private void Mend(ILogFile file, ScannedSegment last, LogScan scan)
    {
        var length = file.Length;
        if (length > last.End)
        {
            if (scan.HasTornTail)
            {
                KeepTorn(file.Path, last.End);
            }

            if (last.Plan.CloseMark > scan.LastSequence)
            {
                // The mark speaks of a record that is gone; its number will be used again, so the mark must not vouch for it.
                Mark(file, scan.LastSequence);
            }

            // Cut and sync before anything is written there: the old bytes must never turn up behind new records.
            file.SetLength(last.End);
            file.Sync();
        }
        else if (last.Plan.CloseMark > scan.LastSequence)
        {
            Mark(file, scan.LastSequence);
        }

        if (length < last.End)
        {
            // Only the zeros behind the last payload are missing.
            file.SetLength(last.End);
        }

        if (last.Plan.CloseMark < scan.LastSequence && last.UnprovenFrom < last.End)
        {
            WriteAgain(file, last.UnprovenFrom, last.End);
        }

        file.Sync();
    }

    private static void Mark(ILogFile file, long sequence)
    {
        Span<byte> mark = stackalloc byte[SegmentHeader.CloseMarkLength];
        SegmentHeader.WriteCloseMark(mark, sequence);
        file.Write(mark, SegmentHeader.CloseMarkOffset);
    }

    private static void WriteAgain(ILogFile file, long from, long to)
    {
        var buffer = new byte[Math.Min(to - from, 1 << 20)];
        while (from < to)
        {
            var count = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from)), from);
            if (count == 0)
            {
                return;
            }

            file.Write(buffer.AsSpan(0, count), from);
            from += count;
        }
    }

    private void KeepTorn(string path, long offset)
    {
        using var source = files.OpenRead(path);
        var kept = new byte[(int)Math.Min(KeptTornBytes, Math.Max(0, source.Length - offset))];
        var count = source.Read(kept, offset);
        if (count == 0 || kept.AsSpan(0, count).IndexOfAnyExcept((byte)0) < 0)
        {
            return;
        }

        using var torn = files.Create(path + ".torn");
        torn.Write(kept.AsSpan(0, count), 0);
    }
}
