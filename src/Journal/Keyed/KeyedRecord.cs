using System.Buffers.Binary;
using System.Text;

namespace Granary.Journal.Keyed;

/// <summary>
/// The payload of one record of a keyed store, little-endian: u16 bytes of the table's name · u16 bytes of the key · table and key in UTF-8 · value.
/// Its version is the sequence of the record.
/// </summary>
internal static class KeyedRecord
{
    /// <summary>A value under a key.</summary>
    public const byte Put = 64;

    /// <summary>The end of a key.</summary>
    public const byte End = 65;

    public const int MaxNameBytes = 1024;

    private const int Fixed = 4;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Puts a payload together; throws <see cref="ArgumentException"/> for names that are empty, too long or not valid text.</summary>
    public static byte[] Create(string table, string key, ReadOnlySpan<byte> value)
    {
        var tableBytes = CheckedLength(table, "table");
        var keyBytes = CheckedLength(key, "key");
        var offset = Fixed + tableBytes + keyBytes;
        var record = new byte[offset + value.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(record, (ushort)tableBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(2), (ushort)keyBytes);
        Utf8.GetBytes(table, record.AsSpan(Fixed));
        Utf8.GetBytes(key, record.AsSpan(Fixed + tableBytes));
        value.CopyTo(record.AsSpan(offset));
        return record;
    }

    /// <summary>Table and key of a record; the same string as <paramref name="lastTable"/> if it is that table again.</summary>
    public static (string Table, string Key) ReadName(LogRecord record, string lastTable)
    {
        if (record.Type is not (Put or End))
        {
            throw new JournalException(
                JournalErrorCodes.Newer, $"The keyed store holds a record of type {record.Type} (sequence {record.Sequence}), written by a newer release.");
        }

        var bytes = record.Payload.Span;
        var (table, key) = Lengths(bytes, record.Sequence);
        var name = bytes.Slice(Fixed, table);
        return (IsText(name, lastTable) ? lastTable : Utf8.GetString(name), Utf8.GetString(bytes.Slice(Fixed + table, key)));
    }

    /// <summary>The value in a payload.</summary>
    public static ReadOnlyMemory<byte> ReadValue(ReadOnlyMemory<byte> payload, long sequence)
    {
        var (table, key) = Lengths(payload.Span, sequence);
        return payload[(Fixed + table + key)..];
    }

    private static bool IsText(ReadOnlySpan<byte> bytes, string text)
    {
        Span<byte> encoded = stackalloc byte[MaxNameBytes];
        return Utf8.TryGetBytes(text, encoded, out var written) && bytes.SequenceEqual(encoded[..written]);
    }

    private static (int Table, int Key) Lengths(ReadOnlySpan<byte> bytes, long sequence)
    {
        if (bytes.Length >= Fixed)
        {
            int table = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            int key = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
            if (bytes.Length >= Fixed + table + key)
            {
                return (table, key);
            }
        }

        throw new JournalException(JournalErrorCodes.Corrupt, $"The record with sequence {sequence} of the keyed store is shorter than its own fields say.");
    }

    private static int CheckedLength(string name, string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, what);
        var bytes = Utf8.GetByteCount(name);
        return bytes <= MaxNameBytes
            ? bytes
            : throw new ArgumentException($"The {what} has {bytes} bytes in UTF-8; at most {MaxNameBytes} are allowed.", what);
    }
}
