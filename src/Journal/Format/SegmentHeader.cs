using System.Buffers.Binary;

namespace Granary.Journal.Format;

/// <summary>The 64 bytes at the start of a segment, little-endian; docs/journal-format.md has the table.</summary>
internal readonly record struct SegmentHeader(ushort Version, Guid LogId, long FirstSequence, long CreatedUnixMilliseconds)
{
    public const int Length = 64;

    public const ushort CurrentVersion = 1;

    /// <summary>Where the close mark's checksum and the mark itself stand.</summary>
    public const int CloseMarkOffset = 52;

    public const int CloseMarkLength = 12;

    private static ReadOnlySpan<byte> Magic => "GRANLOG1"u8;

    /// <summary>Writes the header with no close mark.</summary>
    public void Write(Span<byte> target)
    {
        target[..Length].Clear();
        Magic.CopyTo(target);
        BinaryPrimitives.WriteUInt16LittleEndian(target[8..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(target[10..], Length);
        LogId.TryWriteBytes(target[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(target[40..], CreatedUnixMilliseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(target[48..], Crc32C.Of(target[..48]));
        WriteCloseMark(target[CloseMarkOffset..], 0);
    }

    /// <summary>The 12 bytes of a close mark: its checksum, then the last durable sequence.</summary>
    public static void WriteCloseMark(Span<byte> target, long lastDurable)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target[4..], lastDurable);
        BinaryPrimitives.WriteUInt32LittleEndian(target, Crc32C.Of(target[4..CloseMarkLength]));
    }

    /// <summary>Reads a header; false if it is cut, has another magic or a wrong checksum.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out SegmentHeader header)
    {
        header = default;
        if (source.Length < Length
            || !source[..8].SequenceEqual(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(source[48..]) != Crc32C.Of(source[..48]))
        {
            return false;
        }

        header = new SegmentHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(source[8..]),
            new Guid(source[16..32]),
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[40..]));
        return true;
    }

    /// <summary>The close mark, or 0 if there is none or it is damaged. Readable even when the rest of the header is not.</summary>
    public static long ReadCloseMark(ReadOnlySpan<byte> source)
    {
        if (source.Length < Length)
        {
            return 0;
        }

        var mark = source[56..Length];
        return BinaryPrimitives.ReadUInt32LittleEndian(source[CloseMarkOffset..]) == Crc32C.Of(mark)
            ? BinaryPrimitives.ReadInt64LittleEndian(mark)
            : 0;
    }

    /// <summary>There is a close mark, and its checksum is wrong.</summary>
    public static bool CloseMarkIsDamaged(ReadOnlySpan<byte> source)
    {
        if (source.Length < Length)
        {
            return false;
        }

        var mark = source[CloseMarkOffset..Length];
        return mark.IndexOfAnyExcept((byte)0) >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(mark) != Crc32C.Of(mark[4..]);
    }
}
