using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Opening;

/// <summary>
/// Reads a log from its first record to its end and delivers every record; changes nothing on the disk.
/// 1. the plan: what gaps void and checkpoints removed is left out;
/// 2. segments in order, sequence and checksum of every record checked;
/// 3. at a bad one: nothing valid behind it → a torn tail, the end; something valid without proof that the bad one had been durable → a write that a
///    power cut tore, the end; something valid and proof → corruption: stop throws, skip notes what is lost and goes on behind it.
/// The receiver gets every record before the damage even if the log is refused in the end.
/// </summary>
internal sealed class LogScanner(
    ILogFiles files, string folder, CorruptionPolicy policy, bool mayHaveReclaimed, Action<ScannedRecord> deliver, CancellationToken cancellationToken)
{
    private readonly DamageExaminer _examiner = new(files);
    private readonly List<LogDamage> _damages = [];
    private readonly List<ScannedSegment> _segments = [];
    private readonly List<PlannedSegment> _obsolete = [];
    private LogRepair _repair = LogRepair.None;
    private Guid _logId;
    private long _last;
    private long _newestInCheckpoint;
    private bool _torn;

    public LogScan Scan()
    {
        var plan = LogPlan.Read(files, folder, mayHaveReclaimed, cancellationToken);
        _newestInCheckpoint = plan.NewestInCheckpoint;
        _obsolete.AddRange(plan.Segments.Where(static segment => segment.IsObsolete));
        var segments = plan.Segments.Where(static segment => !segment.IsObsolete).ToList();
        for (var index = 0; index < segments.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var segment = segments[index];
            var later = segments.Skip(index + 1).ToList();
            if (!Follows(segment, plan, later) || !ReadSegment(segment, later))
            {
                _obsolete.AddRange(later);
                break;
            }
        }

        CheckCheckpoint(plan);
        return new LogScan(
            _logId,
            _last,
            _segments,
            _obsolete,
            _torn,
            _repair with { Damages = _damages.Count == 0 ? [] : [.. _damages], ReappearedSegments = plan.Segments.Count(s => s.IsObsolete && s.First < plan.NewestInCheckpoint) });
    }

    // False: this segment and all behind it are left out.
    private bool Follows(PlannedSegment segment, LogPlan plan, List<PlannedSegment> later)
    {
        if (segment.Header is { } header)
        {
            CheckHeader(segment, header);
        }

        var follows = segment.First == _last + 1
            || segment.Gap is not null
            || (plan.Checkpoint is not null && segment.First <= plan.NewestInCheckpoint && segment.First > _last);
        if (follows)
        {
            _last = segment.First - 1;
            return true;
        }

        if (segment.First <= _last)
        {
            throw Corrupt(segment, 0, $"its name says that it begins with sequence {segment.First}, which an older segment already holds");
        }

        if (!segment.HasRecords && later.Count == 0)
        {
            // Either its first record is damaged, or it was begun after a failed write and what would have put it in force never reached the disk.
            if (!IsProvenDurable(segment))
            {
                _obsolete.Add(segment);
                return false;
            }
        }
        else
        {
            Report(
                LogDamageKind.MissingSegment, segment, 0, _last + 1, segment.First - _last - 1, 0,
                $"it begins with sequence {segment.First} where {_last + 1} should follow: a segment is missing");
        }

        _last = segment.First - 1;
        return true;
    }

    private bool IsProvenDurable(PlannedSegment segment)
    {
        using var file = files.OpenRead(segment.Path);
        return _examiner.Examine(segment, new SegmentReader(file), SegmentHeader.Length, segment.First, []).ProvenDurable;
    }

    private void CheckHeader(PlannedSegment segment, SegmentHeader header)
    {
        if (header.Version > SegmentHeader.CurrentVersion)
        {
            throw new JournalException(
                JournalErrorCodes.Newer,
                $"'{segment.Path}' has format version {header.Version}, written by a newer release; this one reads up to {SegmentHeader.CurrentVersion}.");
        }

        if (_logId == Guid.Empty)
        {
            _logId = header.LogId;
        }

        if (header.LogId != _logId)
        {
            throw Corrupt(segment, 0, $"it belongs to log {header.LogId}, the segments before it to log {_logId}");
        }

        if (header.FirstSequence != segment.First)
        {
            throw Corrupt(segment, 0, $"its name says that it begins with sequence {segment.First}, its header says {header.FirstSequence}");
        }
    }

    // False: the log ends here.
    private bool ReadSegment(PlannedSegment segment, List<PlannedSegment> later)
    {
        using var file = files.OpenRead(segment.Path);
        var reader = new SegmentReader(file);
        var cursor = new SegmentCursor(segment);
        if (segment.Header is null && !Pass(cursor, reader, badOffset: 0, later))
        {
            return false;
        }

        if (segment.CloseMarkIsDamaged && segment.Header is not null)
        {
            _damages.Add(new LogDamage(LogDamageKind.CloseMark, segment.Path, SegmentHeader.CloseMarkOffset, 0, 0, SegmentHeader.CloseMarkLength));
        }

        while (cursor.Offset < reader.Length && _last < segment.Limit)
        {
            if (reader.TryReadRecord(cursor.Offset, _last + 1, Math.Min(_last + 1, segment.Limit), out var record, out var payload))
            {
                Deliver(segment, cursor.Offset, record, payload);
                CheckPadding(segment, reader, cursor.Offset, record);
                cursor.Pass(record);
            }
            else if (reader.IsZeroToTheEnd(cursor.Offset))
            {
                break;
            }
            else if (!Pass(cursor, reader, cursor.Offset, later))
            {
                return false;
            }
        }

        if (_last < Due(segment, later) && !Pass(cursor, reader, cursor.Offset, later))
        {
            return false;
        }

        if (later.Count == 0 && reader.Length > cursor.Offset)
        {
            _repair = _repair with { CutBytes = reader.Length - cursor.Offset };
        }

        _segments.Add(cursor.End(reader.Length));
        return true;
    }

    // Passes over a bad place. False: the log ends there.
    private bool Pass(SegmentCursor cursor, SegmentReader reader, long badOffset, List<PlannedSegment> later)
    {
        var segment = cursor.Segment;
        var expected = _last + 1;
        var finding = _examiner.Examine(segment, reader, badOffset, expected, later);
        var isProven = finding.ProvenDurable && (finding.SomethingValid || segment.Limit != long.MaxValue);
        if (!isProven)
        {
            Tear(cursor, reader, badOffset, finding);
            return false;
        }

        if (badOffset == 0)
        {
            Report(LogDamageKind.SegmentHeader, segment, 0, expected, 0, SegmentHeader.Length, $"its header is bad, {finding.WholeRecords} whole records follow it");
            return true;
        }

        var found = DamageExaminer.TryFindNext(reader, badOffset, expected, segment.Limit, out var offset, out var sequence);
        if (!found)
        {
            (offset, sequence) = (reader.Length, LostUpTo(segment, later, expected) + 1);
        }

        Report(
            LogDamageKind.Records, segment, badOffset, expected, sequence - expected, offset - badOffset,
            $"sequence {expected} had been durable and is damaged, {finding.WholeRecords} whole records follow it");
        cursor.Skip(offset);
        _last = sequence - 1;
        return true;
    }

    // A segment that was sealed holds everything up to its mark; one that failed holds everything up to what the gap record behind it names. One with a
    // mark may be either when segments were removed in between.
    private long Due(PlannedSegment segment, List<PlannedSegment> later) =>
        later.Count > 0 && later[0].Gap is { } acknowledged && (segment.CloseMark == 0 || segment.First > _newestInCheckpoint) ? acknowledged : segment.CloseMark;

    private long LostUpTo(PlannedSegment segment, List<PlannedSegment> later, long expected) =>
        Math.Max(expected - 1, Due(segment, later) is > 0 and var due ? due : later.Count > 0 ? later[0].First - 1 : expected);

    private void Tear(SegmentCursor cursor, SegmentReader reader, long offset, DamageFinding finding)
    {
        _repair = _repair with
        {
            TornTails = 1,
            CutBytes = reader.Length - offset,
            DiscardedRecords = finding.WholeRecords,
            DurableLoss = finding.ProvenDurable,
        };
        if (offset == 0)
        {
            _obsolete.Add(cursor.Segment);
            return;
        }

        _torn = true;
        _segments.Add(cursor.End(reader.Length));
    }

    private void Deliver(PlannedSegment segment, long offset, RecordHeader header, ReadOnlyMemory<byte> payload)
    {
        _last = header.Sequence;
        var isKnown = header.Type >= SegmentLog.FirstUserType
            ? header.Version is RecordHeader.CurrentVersion or RecordHeader.CopyVersion
            : header.Type is OwnRecords.Gap or OwnRecords.Checkpoint && header.Version == RecordHeader.CurrentVersion;
        if (isKnown)
        {
            deliver(ScannedRecord.From(segment, offset, header, payload));
        }
        else if (!header.Flags.HasFlag(RecordFlags.Skippable))
        {
            throw new JournalException(
                JournalErrorCodes.Newer,
                $"'{segment.Path}' holds a record of type {header.Type}, version {header.Version} at offset {offset} (sequence {header.Sequence}), "
                + "written by a newer release, that may not be skipped.");
        }
    }

    private void CheckPadding(PlannedSegment segment, SegmentReader reader, long offset, RecordHeader record)
    {
        if (!reader.PaddingIsZero(offset, record))
        {
            var at = offset + RecordHeader.Length + record.PayloadLength;
            _damages.Add(new LogDamage(LogDamageKind.Padding, segment.Path, at, 0, 0, offset + RecordHeader.Framed(record.PayloadLength) - at));
        }
    }

    // Segments that the newest checkpoint names and that are not there.
    private void CheckCheckpoint(LogPlan plan)
    {
        if (plan.Checkpoint is null)
        {
            return;
        }

        foreach (var first in plan.Checkpoint.Where(first => plan.Segments.TrueForAll(segment => segment.First != first)).Order())
        {
            var missing = new PlannedSegment(first, Path.Combine(folder, SegmentName.Of(first)));
            Report(LogDamageKind.MissingSegment, missing, 0, first, 0, 0, "it is missing");
        }
    }

    private void Report(LogDamageKind kind, PlannedSegment segment, long offset, long first, long lost, long bytes, string what)
    {
        if (policy == CorruptionPolicy.Stop)
        {
            throw Corrupt(segment, offset, what);
        }

        _damages.Add(new LogDamage(kind, segment.Path, offset, first, lost, bytes));
    }

    private static JournalException Corrupt(PlannedSegment segment, long offset, string what) => new(
        JournalErrorCodes.Corrupt,
        $"'{segment.Path}' is damaged at offset {offset}: {what}. The log is left as it is; restore it from a copy, or open it with OnCorruption: skip.");
}
