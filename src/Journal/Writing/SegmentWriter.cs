using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Writing;

/// <summary>
/// The segment that is being written, and the step to the next one. A segment is synced before the next one begins, in every mode, so a later
/// segment proves that the earlier ones are whole. Used by the writer's thread alone.
/// </summary>
internal sealed class SegmentWriter(ILogFiles files, string folder, long segmentBytes, TimeProvider time, LogEnd end) : IDisposable
{
    private Guid _logId = end.LogId;
    private ILogFile? _file = end.File;
    private long _position = end.Position;
    private long _written = end.LastSequence;
    private long _bytes = end.Bytes;
    private long _durable = end.LastSequence;
    private long _syncs;

    /// <summary>Newest sequence known to be on the disk.</summary>
    public long Durable => Interlocked.Read(ref _durable);

    /// <summary>Bytes of all segments.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Syncs so far.</summary>
    public long Syncs => Interlocked.Read(ref _syncs);

    /// <summary>Something was written that is not known to be on the disk.</summary>
    public bool HasUnsynced => _written > Durable;

    /// <summary>Where the next record goes, for messages.</summary>
    public string Place => _file is null ? folder : $"{_file.Path}, offset {_position}";

    /// <summary>Makes room for a record of that many bytes, by going to the next segment if need be; returns the bytes left in this one.</summary>
    public long MakeRoom(long framedBytes)
    {
        if (_file is not null && _position + framedBytes > segmentBytes && _position > SegmentHeader.Length)
        {
            Seal(_file);
            _file = null;
        }

        _file ??= Begin(_written + 1);
        return segmentBytes - _position;
    }

    /// <summary>Writes whole records, the last of which has that sequence.</summary>
    public void Write(ReadOnlySpan<byte> records, long lastSequence)
    {
        _file!.Write(records, _position);
        _position += records.Length;
        _written = lastSequence;
        Interlocked.Add(ref _bytes, records.Length);
    }

    /// <summary>Returns when all that was written is on the disk.</summary>
    public void Sync()
    {
        if (HasUnsynced)
        {
            Flush(_file!);
            Interlocked.Exchange(ref _durable, _written);
        }
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

    private ILogFile Begin(long firstSequence)
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
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _position = SegmentHeader.Length;
        Interlocked.Add(ref _bytes, SegmentHeader.Length);
        return file;
    }

    private void Flush(ILogFile file)
    {
        file.Sync();
        Interlocked.Increment(ref _syncs);
    }
}
