using System.Buffers.Binary;
using Granary.Journal.Files;
using Granary.Journal.Format;

namespace Granary.Journal.Opening;

/// <summary>Reads a segment through a window, of 4 MiB unless told otherwise (more while a larger record needs it). Used by one thread.</summary>
internal sealed class SegmentReader(ILogFile file, int windowBytes = SegmentReader.WindowBytes)
{
    private const int WindowBytes = 4 << 20;

    private byte[] _window = [];
    private long _start;
    private int _filled;

    /// <summary>Bytes of the segment.</summary>
    public long Length { get; } = file.Length;

    /// <summary>The bytes at an offset, fewer only at the end of the file; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Read(long offset, int count)
    {
        count = (int)Math.Min(count, Math.Max(0, Length - offset));
        if (count == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (offset < _start || offset + count > _start + _filled)
        {
            Fill(offset, count);
        }

        return _window.AsMemory((int)(offset - _start), count);
    }

    /// <summary>
    /// The record at an offset, if a whole one with the right checksum stands there; sequence and type are the caller's to judge. The payload is
    /// valid until the next call.
    /// </summary>
    public bool TryReadRecord(long offset, long expectedLeast, long expectedMost, out RecordHeader header, out ReadOnlyMemory<byte> payload)
    {
        header = default;
        payload = default;
        var head = Read(offset, RecordHeader.Length);
        if (head.Length < RecordHeader.Length)
        {
            return false;
        }

        header = RecordHeader.Read(head.Span);
        if (header.Sequence < expectedLeast
            || header.Sequence > expectedMost
            || (uint)header.PayloadLength > SegmentLog.LargestRecord + RecordHeader.OriginLength
            || header.Unsynced > header.Sequence
            || header.PayloadLength > Length - offset - RecordHeader.Length
            || (header.Version == RecordHeader.CopyVersion && header.PayloadLength < RecordHeader.OriginLength))
        {
            return false;
        }

        var record = Read(offset, RecordHeader.Length + header.PayloadLength);
        if (RecordHeader.ChecksumOf(record.Span) != header.Checksum)
        {
            return false;
        }

        payload = record[RecordHeader.Length..];
        return true;
    }

    /// <summary>The bytes that fill a record to a multiple of 8 are zero, as far as they are there.</summary>
    public bool PaddingIsZero(long offset, RecordHeader header)
    {
        var end = RecordHeader.Length + header.PayloadLength;
        return end % 8 == 0 || Read(offset, (int)RecordHeader.Framed(header.PayloadLength)).Span[end..].IndexOfAnyExcept((byte)0) < 0;
    }

    /// <summary>From here to the end of the file there is nothing but zeros: space that was never written.</summary>
    public bool IsZeroToTheEnd(long offset)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(Padded(Read(offset, sizeof(ulong)).Span)) != 0)
        {
            return false;
        }

        while (offset < Length)
        {
            var piece = Read(offset, windowBytes);
            if (piece.Span.IndexOfAnyExcept((byte)0) >= 0)
            {
                return false;
            }

            offset += piece.Length;
        }

        return true;
    }

    private static byte[] Padded(ReadOnlySpan<byte> bytes)
    {
        var padded = new byte[sizeof(ulong)];
        bytes.CopyTo(padded);
        return padded;
    }

    private void Fill(long offset, int count)
    {
        var size = (int)Math.Min(Math.Max(windowBytes, count), Length);
        if (_window.Length < size)
        {
            _window = new byte[size];
        }

        _start = offset;
        _filled = file.Read(_window.AsSpan(0, (int)Math.Min(_window.Length, Length - offset)), offset);
        if (_filled < count)
        {
            throw new IOException($"'{file.Path}' became shorter while it was read.");
        }
    }
}
