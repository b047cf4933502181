using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Writing;

/// <summary>
/// The segment that is being written, and the step to the next one. A segment is synced and marked before the next one begins, in every mode. After a
/// failed write or sync the file is never written again: <see cref="Abandon"/> says what of it was acknowledged and is not proven durable.
/// Used by the writer's thread alone.
/// </summary>
internal sealed class SegmentWriter(ILogFiles files, string folder, long segmentBytes, TimeProvider time, LogEnd end, Action<long, long> grown) : IDisposable
{
    private Guid _logId = end.LogId;
    private ILogFile? _file = end.File;
    private long _first = end.First;
    private long _position = end.Position;
    private long _syncedPosition = end.Position;
    private long _written = end.LastSequence;
    private long _bytes = end.Bytes;
    private long _durable = end.LastSequence;
    private long _syncs;
    private bool _hasRecords = end.File is not null && end.Position > SegmentHeader.Length;

    /// <summary>Newest sequence known to be on the disk.</summary>
    public long Durable => Interlocked.Read(ref _durable);

    /// <summary>Bytes of all segments.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Syncs so far.</summary>
    public long Syncs => Interlocked.Read(ref _syncs);

    /// <summary>Something was written that is not known to be on the disk.</summary>
    public bool HasUnsynced => _written > Durable;

    /// <summary>There is a segment that is written.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>First sequence of the segment that is written.</summary>
    public long First => _first;

    /// <summary>Where the next record goes in it.</summary>
    public long Position => _position;

    /// <summary>Where the next record goes, for messages.</summary>
    public string Place => _file is null ? folder : $"{_file.Path}, offset {_position}";

    /// <summary>
    /// Makes room for a record of that many bytes, by going to the next segment if need be or if it is to begin one; returns the bytes left in this one.
    /// </summary>
    public long MakeRoom(long framedBytes, bool startsSegment = false)
    {
        if (_file is not null && _hasRecords && (startsSegment || _position + framedBytes > segmentBytes))
        {
            Seal(_file);
            _file = null;
        }

        if (_file is null)
        {
            Begin(_written + 1, ReadOnlySpan<byte>.Empty, firstBytes: 0, _written);
        }

        return Math.Max(segmentBytes - _position, framedBytes);
    }

    /// <summary>Writes whole records, the last of which has that sequence.</summary>
    public void Write(ReadOnlySpan<byte> records, long lastSequence)
    {
        _file!.Write(records, _position);
        _position += records.Length;
        _written = lastSequence;
        _hasRecords = true;
        Grow(records.Length);
    }

    /// <summary>Returns when all that was written is on the disk.</summary>
    public void Sync()
    {
        if (HasUnsynced)
        {
            Flush(_file!);
            _syncedPosition = _position;
            Interlocked.Exchange(ref _durable, _written);
        }
    }

    /// <summary>
    /// Leaves the segment after a failure, for good. Returns what was written to it and is not known to be on the disk; null if there is nothing.
    /// </summary>
    public UnsyncedRange? Abandon()
    {
        var unsynced = _file is { } file && _position > _syncedPosition ? new UnsyncedRange(file.Path, _first, _syncedPosition, _position) : null;
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // It failed before and is given up; what counts of it is read back by its path.
            _file = null;
        }

        _file = null;
        _written = Durable;
        return unsynced;
    }

    /// <summary>
    /// Puts a new segment in force that begins with these records and sequence; they are on the disk when it returns. The first record, of that many
    /// bytes, is written behind the others: a process killed in between leaves none. If it fails, nothing is left of it but perhaps the file.
    /// </summary>
    public void Begin(long firstSequence, ReadOnlySpan<byte> records, int firstBytes, long lastSequence)
    {
        if (_logId == Guid.Empty)
        {
            _logId = Guid.NewGuid();
        }

        var file = files.Create(Path.Combine(folder, SegmentName.Of(firstSequence)));
        try
        {
            Span<byte> header = stackalloc byte[SegmentHeader.Length];
            new SegmentHeader(SegmentHeader.CurrentVersion, _logId, firstSequence, time.GetUtcNow().ToUnixTimeMilliseconds()).Write(header);
            file.Write(header, 0);
            if (!records.IsEmpty)
            {
                if (records.Length > firstBytes)
                {
                    file.Write(records[firstBytes..], SegmentHeader.Length + firstBytes);
                }

                file.Write(records[..firstBytes], SegmentHeader.Length);
                Flush(file);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file = file;
        _first = firstSequence;
        _position = SegmentHeader.Length + records.Length;
        _syncedPosition = _position;
        _hasRecords = false;
        if (!records.IsEmpty)
        {
            _written = lastSequence;
            Interlocked.Exchange(ref _durable, lastSequence);
        }

        Grow(_position);
    }

    /// <summary>Syncs, and leaves the mark that proves it.</summary>
    public void Close()
    {
        if (_file is not { } file)
        {
            return;
        }

        // The mark is written only after the sync it speaks of, and gets a sync of its own: in one sync it could reach the disk first.
        Seal(file);
        _file = null;
    }

    /// <summary>Bytes were given back by removing a segment.</summary>
    public void Shrink(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Seal(ILogFile file)
    {
        Sync();
        Span<byte> mark = stackalloc byte[SegmentHeader.CloseMarkLength];
        SegmentHeader.WriteCloseMark(mark, _written);
        file.Write(mark, SegmentHeader.CloseMarkOffset);
        Flush(file);
        file.Dispose();
    }

    private void Grow(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        grown(_first, bytes);
    }

    private void Flush(ILogFile file)
    {
        file.Sync();
        Interlocked.Increment(ref _syncs);
    }
}
