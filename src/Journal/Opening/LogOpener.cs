using Granary.Journal.Files;
using Granary.Journal.Format;
using Granary.Journal.Writing;

namespace Granary.Journal.Opening;

/// <summary>
/// Reads a log from its first record to its end, hands every record to the user and repairs the end:
/// 1. segments in order, sequence and checksum of every record checked;
/// 2. at the first bad one: nothing valid behind it → a torn tail, cut; something valid behind it and proof that the bad one had been durable →
///    corruption, the log is not opened; something valid without such proof → a write that a power cut tore, cut;
/// 3. what is left is synced, so that nobody acts on a record that a power cut could still take.
/// The user gets every record before the damage even if the log is refused in the end.
/// </summary>
internal sealed class LogOpener(ILogFiles files, string folder, Action<LogRecord> replay, CancellationToken cancellationToken)
{
    private const int KeptTornBytes = 1 << 20;

    private readonly DamageExaminer _examiner = new(files, folder);
    private Guid _logId;
    private long _last;
    private long _bytes;

    /// <summary>What had to be repaired.</summary>
    public LogRepair Repair { get; private set; } = LogRepair.None;

    /// <summary>Opens; the end's file belongs to the caller.</summary>
    public LogEnd Open()
    {
        var segments = new List<long>();
        foreach (var name in files.ListFiles(folder))
        {
            if (SegmentName.TryParse(name, out var firstSequence))
            {
                segments.Add(firstSequence);
            }
        }

        segments.Sort();
        ILogFile? file = null;
        var position = 0L;
        try
        {
            for (var index = 0; index < segments.Count; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = files.Open(Path.Combine(folder, SegmentName.Of(segments[index])));
                var later = segments[(index + 1)..];
                bool goesOn;
                try
                {
                    (goesOn, position) = ReadSegment(next, segments[index], later, position);
                }
                catch
                {
                    next.Dispose();
                    throw;
                }

                if (position == 0)
                {
                    // Not even its header survived: the segment before it is the last one again.
                    next.Dispose();
                    files.Delete(next.Path);
                    position = file?.Length ?? 0;
                }
                else
                {
                    file?.Dispose();
                    file = next;
                }

                if (!goesOn)
                {
                    foreach (var torn in later)
                    {
                        files.Delete(Path.Combine(folder, SegmentName.Of(torn)));
                    }

                    break;
                }
            }

            file?.Sync();
            return new LogEnd(_logId, _last, file, position, _bytes);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    // Where the segment ends, and whether the next one may follow. Position 0: nothing of it is left.
    private (bool GoesOn, long Position) ReadSegment(ILogFile file, long firstSequence, List<long> later, long previousEnd)
    {
        var reader = new SegmentReader(file);
        if (!SegmentHeader.TryRead(reader.Read(0, SegmentHeader.Length).Span, out var header))
        {
            return (false, CutDamage(file, reader, 0, later));
        }

        CheckHeader(file, header, firstSequence, isFirst: previousEnd == 0);
        var offset = (long)SegmentHeader.Length;
        while (offset < reader.Length)
        {
            if (!reader.TryReadRecord(offset, _last + 1, _last + 1, out var record, out var payload))
            {
                return (false, CutDamage(file, reader, offset, later));
            }

            Deliver(file, offset, record, payload);
            offset += RecordHeader.Framed(record.PayloadLength);
        }

        if (offset > reader.Length && later.Count == 0)
        {
            // Only the zeros behind the last payload are missing.
            file.SetLength(offset);
        }

        _bytes += offset;
        return (true, offset);
    }

    private void CheckHeader(ILogFile file, SegmentHeader header, long firstSequence, bool isFirst)
    {
        if (header.Version > SegmentHeader.CurrentVersion)
        {
            throw new JournalException(
                JournalErrorCodes.Newer,
                $"'{file.Path}' has format version {header.Version}, written by a newer release; this one reads up to {SegmentHeader.CurrentVersion}.");
        }

        if (isFirst)
        {
            _logId = header.LogId;
        }

        if (header.LogId != _logId)
        {
            throw Corrupt(file, 0, $"it belongs to log {header.LogId}, the segments before it to log {_logId}");
        }

        if (header.FirstSequence != firstSequence)
        {
            throw Corrupt(file, 0, $"its name says that it begins with sequence {firstSequence}, its header says {header.FirstSequence}");
        }

        if (firstSequence != _last + 1)
        {
            throw Corrupt(file, 0, $"it begins with sequence {firstSequence} where {_last + 1} should follow: a segment is missing");
        }
    }

    private void Deliver(ILogFile file, long offset, RecordHeader header, ReadOnlyMemory<byte> payload)
    {
        _last = header.Sequence;
        if (header.Version == RecordHeader.CurrentVersion && header.Type >= SegmentLog.FirstUserType)
        {
            replay(new LogRecord(header.Sequence, header.Type, payload.ToArray()));
        }
        else if (!header.Flags.HasFlag(RecordFlags.Skippable))
        {
            throw new JournalException(
                JournalErrorCodes.Newer,
                $"'{file.Path}' holds a record of type {header.Type}, version {header.Version} at offset {offset} (sequence {header.Sequence}), "
                + "written by a newer release, that may not be skipped.");
        }
    }

    private long CutDamage(ILogFile file, SegmentReader reader, long offset, List<long> later)
    {
        var expected = _last + 1;
        var finding = _examiner.Examine(reader, offset, expected, later);
        if (finding.SomethingValid && finding.ProvenDurable)
        {
            throw Corrupt(file, offset, $"sequence {expected} had been durable and is damaged, {finding.WholeRecords} whole records follow it");
        }

        Repair = new LogRepair(1, reader.Length - offset, finding.WholeRecords, finding.ProvenDurable);
        KeepTorn(file, reader, offset);
        _bytes += offset;
        if (offset == 0)
        {
            return 0;
        }

        if (finding.ProvenDurable)
        {
            // The mark speaks of a record that is gone; its number will be used again, so the mark must not vouch for it.
            Span<byte> mark = stackalloc byte[SegmentHeader.CloseMarkLength];
            SegmentHeader.WriteCloseMark(mark, _last);
            file.Write(mark, SegmentHeader.CloseMarkOffset);
        }

        // Cut and sync before anything is written there: the old bytes must never turn up behind new records.
        file.SetLength(offset);
        file.Sync();
        return offset;
    }

    private void KeepTorn(ILogFile file, SegmentReader reader, long offset)
    {
        using var torn = files.Create(file.Path + ".torn");
        torn.Write(reader.Read(offset, KeptTornBytes).Span, 0);
    }

    private static JournalException Corrupt(ILogFile file, long offset, string what) => new(
        JournalErrorCodes.Corrupt,
        $"'{file.Path}' is damaged at offset {offset}: {what}. The log is left as it is; restore it from a copy.");
}
