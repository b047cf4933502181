using System.Buffers.Binary;

namespace Granary.Journal.Format;

/// <summary>The 24 bytes before a payload, little-endian; docs/journal-format.md has the table.</summary>
/// <param name="PayloadLength">Bytes of the payload.</param>
/// <param name="Checksum">CRC-32C of bytes 0-3 and 8 to the end of the payload.</param>
/// <param name="Sequence">From 1, one more each; numbers that a gap record voids are left out.</param>
/// <param name="Unsynced">Sequence minus the newest sequence known to be durable when this record was written: the proof used when a log is opened.</param>
/// <param name="Type">What the payload is.</param>
/// <param name="Version">Version of that type: <see cref="CurrentVersion"/>, or <see cref="CopyVersion"/>.</param>
/// <param name="Flags">See <see cref="RecordFlags"/>.</param>
internal readonly record struct RecordHeader(
    int PayloadLength, uint Checksum, long Sequence, uint Unsynced, byte Type, byte Version, RecordFlags Flags)
{
    public const int Length = 24;

    public const byte CurrentVersion = 1;

    /// <summary>A record that was moved: its payload begins with the sequence it had first.</summary>
    public const byte CopyVersion = 2;

    /// <summary>Bytes of that sequence.</summary>
    public const int OriginLength = 8;

    /// <summary>Newest sequence that was known to be durable when this record was written.</summary>
    public long ProvenDurable => Sequence - Unsynced;

    /// <summary>Bytes of a record with its header and the zeros that fill it to a multiple of 8.</summary>
    public static long Framed(long payloadLength) => (Length + payloadLength + 7) & ~7L;

    /// <summary>Writes a record (header, payload, zeros); <paramref name="target"/> is at least <see cref="Framed"/> long. Returns the bytes used.</summary>
    public static int WriteRecord(
        Span<byte> target, long sequence, long durable, byte type, byte version, RecordFlags flags, ReadOnlySpan<byte> payload)
    {
        var framed = (int)Framed(payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], checked((uint)(sequence - durable)));
        target[20] = type;
        target[21] = version;
        BinaryPrimitives.WriteUInt16LittleEndian(target[22..], (ushort)flags);
        payload.CopyTo(target[Length..]);
        target[(Length + payload.Length)..framed].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], ChecksumOf(target[..(Length + payload.Length)]));
        return framed;
    }

    /// <summary>Reads the fields; says nothing about whether they are right.</summary>
    public static RecordHeader Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt32LittleEndian(source),
        BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
        BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
        source[20],
        source[21],
        (RecordFlags)BinaryPrimitives.ReadUInt16LittleEndian(source[22..]));

    /// <summary>The checksum of a record given whole, header and payload without the filling zeros.</summary>
    public static uint ChecksumOf(ReadOnlySpan<byte> record) =>
        Crc32C.Finish(Crc32C.Add(Crc32C.Add(Crc32C.Start, record[..4]), record[8..]));
}
