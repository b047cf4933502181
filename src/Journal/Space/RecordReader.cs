using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Space;

/// <summary>Reads single records by their place, checked. Keeps files open, at most 64 at a time. Thread-safe.</summary>
internal sealed class RecordReader(ILogFiles files, string folder, LogIndex index) : IDisposable
{
    private const int MaxOpen = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, ILogFile> _open = [];
    private readonly Queue<long> _order = new();
    private bool _closed;

    /// <summary>The payload of a needed record; null if it is not known.</summary>
    /// <exception cref="JournalException"><c>journal_corrupt</c>.</exception>
    public ReadOnlyMemory<byte>? Read(long origin)
    {
        while (index.TryFind(origin, out var segment, out var place))
        {
            try
            {
                return Read(segment, origin, place);
            }
            catch (Exception error) when (error is ObjectDisposedException or FileNotFoundException)
            {
                // It was moved, and its old segment removed, between the look and the read; or the file was closed to make room for another.
                if (index.TryFind(origin, out var now, out _) && now == segment && error is FileNotFoundException)
                {
                    throw;
                }
            }
        }

        return null;
    }

    /// <summary>Closes the file of a segment that is removed.</summary>
    public void Forget(long segment)
    {
        lock (_gate)
        {
            if (_open.Remove(segment, out var file))
            {
                file.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var file in _open.Values)
            {
                file.Dispose();
            }

            _open.Clear();
        }
    }

    private ReadOnlyMemory<byte> Read(long segment, long origin, RecordPlace place)
    {
        var record = new byte[RecordHeader.Length + place.PayloadLength];
        var file = FileOf(segment);
        var count = file.Read(record, place.Offset);
        var header = RecordHeader.Read(record);
        var isCopy = header.Version == RecordHeader.CopyVersion;
        var payload = record.AsMemory(RecordHeader.Length);
        if (count < record.Length
            || header.PayloadLength != place.PayloadLength
            || RecordHeader.ChecksumOf(record) != header.Checksum
            || (isCopy ? OwnRecords.ReadOrigin(payload.Span) : header.Sequence) != origin)
        {
            throw new JournalException(JournalErrorCodes.Corrupt, $"'{file.Path}' is damaged at offset {place.Offset}: sequence {origin} cannot be read.");
        }

        return isCopy ? payload[RecordHeader.OriginLength..] : payload;
    }

    private ILogFile FileOf(long segment)
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new JournalException(JournalErrorCodes.Closed, $"The log '{folder}' was closed; nothing is read from it any more.");
            }

            if (_open.TryGetValue(segment, out var file))
            {
                return file;
            }

            while (_open.Count >= MaxOpen && _order.TryDequeue(out var oldest))
            {
                Forget(oldest);
            }

            file = files.OpenRead(Path.Combine(folder, SegmentName.Of(segment)));
            _open.Add(segment, file);
            _order.Enqueue(segment);
            return file;
        }
    }
}
