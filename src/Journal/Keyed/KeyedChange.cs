using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Granary.Journal.Keyed;

/// <summary>
/// One record of a keyed store: a value under a key, the end of a key, or the next version to be given. Payload, little-endian: u64 version · u16
/// bytes of the table's name · u16 bytes of the key · table and key in UTF-8 · value.
/// </summary>
/// <param name="Type">One of the three types below.</param>
/// <param name="Version">Of a value: its version, the ETag. Of an end: the version of the removal. Of a watermark: the newest version given.</param>
/// <param name="Table">Name of the table.</param>
/// <param name="Key">The key in it.</param>
/// <param name="Record">The payload as it stands in the log.</param>
/// <param name="ValueOffset">Where the value begins in it.</param>
internal sealed record KeyedChange(byte Type, long Version, string Table, string Key, byte[] Record, int ValueOffset)
{
    /// <summary>A value under a key.</summary>
    public const byte Put = 64;

    /// <summary>The end of a key.</summary>
    public const byte Delete = 65;

    /// <summary>Versions up to this one have been given; the last record copied into a compacted log, where ends of keys are no longer kept.</summary>
    public const byte Watermark = 66;

    public const int MaxNameBytes = 1024;

    private const int Fixed = 12;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The version as callers see it.</summary>
    public string ETag => Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The value; empty for the other types.</summary>
    public ReadOnlyMemory<byte> Value => Record.AsMemory(ValueOffset);

    /// <summary>What the record takes in the log.</summary>
    public long FramedBytes => Format.RecordHeader.Framed(Record.Length);

    /// <summary>Puts a record together; throws <see cref="ArgumentException"/> for names that are empty, too long or not valid text.</summary>
    public static KeyedChange Create(byte type, long version, string table, string key, ReadOnlySpan<byte> value)
    {
        var tableBytes = CheckedLength(table, "table");
        var keyBytes = CheckedLength(key, "key");
        var offset = Fixed + tableBytes + keyBytes;
        var record = new byte[offset + value.Length];
        BinaryPrimitives.WriteInt64LittleEndian(record, version);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(8), (ushort)tableBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(10), (ushort)keyBytes);
        Utf8.GetBytes(table, record.AsSpan(Fixed));
        Utf8.GetBytes(key, record.AsSpan(Fixed + tableBytes));
        value.CopyTo(record.AsSpan(offset));
        return new KeyedChange(type, version, table, key, record, offset);
    }

    /// <summary>The record that says which versions have been given.</summary>
    public static byte[] WatermarkRecord(long version)
    {
        var record = new byte[Fixed];
        BinaryPrimitives.WriteInt64LittleEndian(record, version);
        return record;
    }

    /// <summary>Reads a record of a log.</summary>
    public static KeyedChange Read(LogRecord source)
    {
        if (source.Type is not (Put or Delete or Watermark))
        {
            throw new JournalException(
                JournalErrorCodes.Newer,
                $"The keyed store holds a record of type {source.Type} (sequence {source.Sequence}), written by a newer release.");
        }

        var record = source.Payload.ToArray();
        if (record.Length < Fixed)
        {
            throw Malformed(source);
        }

        var tableBytes = BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(8));
        var keyBytes = BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(10));
        if (record.Length < Fixed + tableBytes + keyBytes)
        {
            throw Malformed(source);
        }

        return new KeyedChange(
            source.Type,
            BinaryPrimitives.ReadInt64LittleEndian(record),
            Utf8.GetString(record, Fixed, tableBytes),
            Utf8.GetString(record, Fixed + tableBytes, keyBytes),
            record,
            Fixed + tableBytes + keyBytes);
    }

    private static JournalException Malformed(LogRecord source) => new(
        JournalErrorCodes.Corrupt, $"The record with sequence {source.Sequence} of the keyed store is shorter than its own fields say.");

    private static int CheckedLength(string name, string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, what);
        var bytes = Utf8.GetByteCount(name);
        return bytes <= MaxNameBytes
            ? bytes
            : throw new ArgumentException($"The {what} has {bytes} bytes in UTF-8; at most {MaxNameBytes} are allowed.", what);
    }
}
