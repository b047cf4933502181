using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Opening;

/// <summary>
/// Looks at the beginnings of all segments before any record is delivered: gap records void what older segments hold, and the newest checkpoint says
/// which segments had been removed and only came back with a crash. A segment is removed only when a checkpoint without it is on the disk, so the
/// newest one is always there; a log that reclaims writes one soon after every new segment, so it is found within the last ones.
/// </summary>
internal sealed class LogPlan
{
    private LogPlan(List<PlannedSegment> segments, HashSet<long>? checkpoint)
    {
        Segments = segments;
        Checkpoint = checkpoint;
        NewestInCheckpoint = checkpoint is { Count: > 0 } ? checkpoint.Max() : 0;
    }

    /// <summary>All segments that exist, oldest first.</summary>
    public List<PlannedSegment> Segments { get; }

    /// <summary>Segments that made up the log at the newest checkpoint; null if there never was one.</summary>
    public HashSet<long>? Checkpoint { get; }

    /// <summary>First sequence of the newest segment it names; what is newer it says nothing about. 0 without.</summary>
    public long NewestInCheckpoint { get; }

    /// <summary>Reads the beginnings. A log that never reclaimed has no checkpoint worth looking for while its segments follow one another.</summary>
    public static LogPlan Read(ILogFiles files, string folder, bool mayHaveReclaimed, CancellationToken cancellationToken)
    {
        var segments = new List<PlannedSegment>();
        foreach (var name in files.ListFiles(folder))
        {
            if (SegmentName.TryParse(name, out var first))
            {
                cancellationToken.ThrowIfCancellationRequested();
                segments.Add(ReadBeginning(files, first, Path.Combine(folder, name)));
            }
        }

        segments.Sort(static (left, right) => left.First.CompareTo(right.First));
        ApplyGaps(segments);
        var plan = new LogPlan(segments, mayHaveReclaimed || !FollowOneAnother(segments) ? FindCheckpoint(files, segments) : null);
        foreach (var segment in segments)
        {
            segment.IsObsolete |= segment.First < plan.NewestInCheckpoint && !plan.Checkpoint!.Contains(segment.First);
        }

        return plan;
    }

    private static bool FollowOneAnother(List<PlannedSegment> segments)
    {
        var next = 1L;
        foreach (var segment in segments)
        {
            if (segment.First != next && segment.Gap is null)
            {
                return false;
            }

            next = segment.CloseMark + 1;
        }

        return true;
    }

    private static PlannedSegment ReadBeginning(ILogFiles files, long first, string path)
    {
        using var file = files.OpenRead(path);
        var bytes = new byte[SegmentHeader.Length + RecordHeader.Length + OwnRecords.GapLength];
        var beginning = bytes.AsSpan(0, file.Read(bytes, 0));
        var reader = new SegmentReader(file, windowBytes: 4096);
        var whole = reader.TryReadRecord(SegmentHeader.Length, first, first, out var record, out var payload);
        return new PlannedSegment(first, path)
        {
            Header = SegmentHeader.TryRead(beginning, out var header) ? header : null,
            CloseMark = SegmentHeader.ReadCloseMark(beginning),
            CloseMarkIsDamaged = SegmentHeader.CloseMarkIsDamaged(beginning),
            HasRecords = whole,
            Gap = whole && record is { Type: OwnRecords.Gap, Version: RecordHeader.CurrentVersion } ? OwnRecords.ReadGap(payload.Span) : null,
        };
    }

    // From the newest to the oldest, because a newer gap may void an older one that never came into force.
    private static void ApplyGaps(List<PlannedSegment> segments)
    {
        var limit = long.MaxValue;
        for (var index = segments.Count - 1; index >= 0; index--)
        {
            var segment = segments[index];
            segment.Limit = limit;
            if (segment.First > limit)
            {
                segment.IsObsolete = true;
            }
            else if (segment.Gap is { } lastAcknowledged)
            {
                limit = lastAcknowledged;
            }
        }
    }

    private static HashSet<long>? FindCheckpoint(ILogFiles files, List<PlannedSegment> segments)
    {
        for (var index = segments.Count - 1; index >= 0; index--)
        {
            if (segments[index] is { IsObsolete: false, HasRecords: true } segment && NewestCheckpoint(files, segment) is { } checkpoint)
            {
                return checkpoint;
            }
        }

        return null;
    }

    private static HashSet<long>? NewestCheckpoint(ILogFiles files, PlannedSegment segment)
    {
        using var file = files.OpenRead(segment.Path);
        var reader = new SegmentReader(file);
        HashSet<long>? newest = null;
        var offset = (long)SegmentHeader.Length;
        for (var expected = segment.First; reader.TryReadRecord(offset, expected, expected, out var record, out var payload); expected++)
        {
            if (record is { Type: OwnRecords.Checkpoint, Version: RecordHeader.CurrentVersion })
            {
                newest = OwnRecords.ReadCheckpoint(payload.Span);
            }

            offset += RecordHeader.Framed(record.PayloadLength);
        }

        return newest;
    }
}
