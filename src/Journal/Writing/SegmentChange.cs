using Granary.Journal.Files;
using Granary.Journal.Format;
using Granary.Journal.Opening;
using Granary.Journal.Space;

namespace Granary.Journal.Writing;

/// <summary>
/// From a segment that failed to the next one: the new segment begins with a gap record that names the newest sequence known to be durable; what is
/// above it in older segments is void from then on. Records that were acknowledged without a sync are read back, checked and written behind the place of
/// the gap record; what cannot be read is counted as lost. The gap record is written last.
/// Used by the writer's thread alone.
/// </summary>
internal sealed class SegmentChange(ILogFiles files, string folder, SegmentWriter segments, LogIndex? index)
{
    private readonly BatchBuffer _buffer = new();
    private UnsyncedRange? _unsynced;
    private long? _failed;
    private long _lost;

    /// <summary>Acknowledged records that could not be read back.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Gives the segment up.</summary>
    public void Abandon(bool keepAcknowledged)
    {
        _failed = segments.IsOpen ? segments.First : _failed;
        var unsynced = segments.Abandon();
        _unsynced = keepAcknowledged ? unsynced ?? _unsynced : null;
    }

    /// <summary>Begins the next segment and returns when it is in force.</summary>
    public void PutInForce(Func<int, long> takeSequences)
    {
        var rewritten = _unsynced?.Segment;
        if (rewritten is { } begun)
        {
            index?.BeginRewrite(begun);
        }

        try
        {
            Begin(takeSequences);
        }
        finally
        {
            if (rewritten is { } done)
            {
                index?.EndRewrite(done);
            }
        }
    }

    private void Begin(Func<int, long> takeSequences)
    {
        var acknowledged = segments.Durable;
        var kept = _unsynced is null ? [] : ReadBack(_unsynced);
        var first = takeSequences(1 + kept.Count);
        var gap = OwnRecords.GapPayload(acknowledged, first);
        _buffer.Begin(RecordHeader.Framed(gap.Length) + kept.Sum(static copy => RecordHeader.Framed(copy.Payload.Length)));
        _buffer.Add(first, acknowledged, OwnRecords.Gap, RecordHeader.CurrentVersion, gap);
        var places = new List<RecordPlace>(kept.Count);
        for (var i = 0; i < kept.Count; i++)
        {
            places.Add(new RecordPlace(SegmentHeader.Length + _buffer.Batch.Length, kept[i].Payload.Length));
            _buffer.Add(first + 1 + i, acknowledged, kept[i].Type, RecordHeader.CopyVersion, kept[i].Payload);
        }

        try
        {
            segments.Begin(first, _buffer.Batch, (int)RecordHeader.Framed(gap.Length), first + kept.Count);
        }
        catch
        {
            Sweep(first);
            throw;
        }

        index?.Poison(_failed, first);
        for (var i = 0; i < kept.Count; i++)
        {
            index?.Move(kept[i].Origin, _unsynced!.Segment, segments.First, places[i]);
        }

        _unsynced = null;
        _failed = null;
    }

    private List<(long Origin, byte Type, byte[] Payload)> ReadBack(UnsyncedRange range)
    {
        var kept = new List<(long, byte, byte[])>();
        using var file = files.OpenRead(range.Path);
        var reader = new SegmentReader(file);
        var offset = range.From;
        while (offset < range.To && reader.TryReadRecord(offset, 1, long.MaxValue, out var header, out var payload))
        {
            if (header.Type >= SegmentLog.FirstUserType)
            {
                var isCopy = header.Version == RecordHeader.CopyVersion;
                var origin = isCopy ? OwnRecords.ReadOrigin(payload.Span) : header.Sequence;
                if (index is null || index.IsNeeded(range.Segment, origin, new RecordPlace(offset, header.PayloadLength)))
                {
                    kept.Add((origin, header.Type, isCopy ? payload.ToArray() : OwnRecords.CopyPayload(origin, payload.Span)));
                }
            }

            offset += RecordHeader.Framed(header.PayloadLength);
        }

        if (offset < range.To)
        {
            Interlocked.Add(ref _lost, index?.LoseFrom(range.Segment, offset) ?? 1);
        }

        return kept;
    }

    private void Sweep(long first)
    {
        try
        {
            files.Delete(Path.Combine(folder, SegmentName.Of(first)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next one voids it, and opening removes it; there is nothing else to be done with a disk that does not even delete.
            return;
        }
    }
}
