using System.Buffers.Binary;

namespace Granary.Executors.Protocol;

/// <summary>The first 16 bytes of a frame, little-endian: u32 length after this header, u8 type, u8 flags, u16 meta length, u64 call id.</summary>
internal readonly record struct FrameHeader(FrameType Type, FrameFlags Flags, int Meta, int Data, ulong Call)
{
    private const FrameFlags Known = FrameFlags.More | FrameFlags.Json;

    /// <summary>Bytes after the header.</summary>
    public int Length => Meta + Data;

    /// <summary>A type of a later version, of which only the length matters.</summary>
    public bool IsSkipped => (byte)Type >= ProtocolLimits.FirstSkippedType;

    /// <summary>Reads and checks it; sizes are known to be bounded afterwards.</summary>
    /// <exception cref="ProtocolException">No such frame is possible.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var type = bytes[4];
        var flags = (FrameFlags)bytes[5];
        var meta = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        if (length > ProtocolLimits.MetaBytes + ProtocolLimits.DataBytes || meta > length || length - meta > ProtocolLimits.DataBytes)
        {
            throw new ProtocolException($"a frame of type {type} says it has {length} bytes, {meta} of them meta");
        }

        if (type < ProtocolLimits.FirstSkippedType && (type is < (byte)FrameType.Hello or > (byte)FrameType.Bye || (flags & ~Known) != 0))
        {
            throw new ProtocolException($"there is no frame of type {type} with flags {(byte)flags}");
        }

        return new FrameHeader((FrameType)type, flags, meta, (int)length - meta, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)Length);
        bytes[4] = (byte)Type;
        bytes[5] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], (ushort)Meta);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Call);
    }
}
