using System.Buffers.Binary;

namespace Granary.Journal.Format;

/// <summary>The records that a log writes for itself.</summary>
internal static class OwnRecords
{
    /// <summary>Payload: i64 last acknowledged sequence A, i64 first sequence F of this segment. Records between A and F in older segments never happened.</summary>
    public const byte Gap = 1;

    /// <summary>Payload: first sequences (i64) of all segments that make up the log, the one it stands in included. Older ones that are not listed were removed.</summary>
    public const byte Checkpoint = 2;

    public const int GapLength = 16;

    /// <summary>The payload of a gap record.</summary>
    public static byte[] GapPayload(long lastAcknowledged, long firstSequence)
    {
        var payload = new byte[GapLength];
        BinaryPrimitives.WriteInt64LittleEndian(payload, lastAcknowledged);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(8), firstSequence);
        return payload;
    }

    /// <summary>Last acknowledged sequence of a gap record; null if its payload is none.</summary>
    public static long? ReadGap(ReadOnlySpan<byte> payload) =>
        payload.Length == GapLength ? BinaryPrimitives.ReadInt64LittleEndian(payload) : null;

    /// <summary>The payload of a checkpoint.</summary>
    public static byte[] CheckpointPayload(IReadOnlyCollection<long> segments)
    {
        var payload = new byte[segments.Count * sizeof(long)];
        var at = 0;
        foreach (var first in segments)
        {
            BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(at), first);
            at += sizeof(long);
        }

        return payload;
    }

    /// <summary>Segments named by a checkpoint.</summary>
    public static HashSet<long> ReadCheckpoint(ReadOnlySpan<byte> payload)
    {
        var segments = new HashSet<long>();
        for (; payload.Length >= sizeof(long); payload = payload[sizeof(long)..])
        {
            segments.Add(BinaryPrimitives.ReadInt64LittleEndian(payload));
        }

        return segments;
    }

    /// <summary>The sequence a moved record had first.</summary>
    public static long ReadOrigin(ReadOnlySpan<byte> copyPayload) => BinaryPrimitives.ReadInt64LittleEndian(copyPayload);

    /// <summary>The payload of a moved record.</summary>
    public static byte[] CopyPayload(long origin, ReadOnlySpan<byte> payload)
    {
        var copy = new byte[RecordHeader.OriginLength + payload.Length];
        BinaryPrimitives.WriteInt64LittleEndian(copy, origin);
        payload.CopyTo(copy.AsSpan(RecordHeader.OriginLength));
        return copy;
    }
}
