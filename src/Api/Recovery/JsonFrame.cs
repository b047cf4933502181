using System.Buffers.Binary;
using System.Text.Json;

namespace Granary.Api.Recovery;

/// <summary>A value as JSON with bytes behind it: u32 length of the JSON, little-endian; the JSON; the bytes as they are.</summary>
internal static class JsonFrame
{
    private const int Prefix = sizeof(uint);

    public static byte[] Join<T>(T value, ReadOnlySpan<byte> bytes)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web);
        var frame = new byte[Prefix + head.Length + bytes.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)head.Length);
        head.CopyTo(frame, Prefix);
        bytes.CopyTo(frame.AsSpan(Prefix + head.Length));
        return frame;
    }

    /// <summary>Null if it is none.</summary>
    public static (T Value, ReadOnlyMemory<byte> Bytes)? Split<T>(ReadOnlyMemory<byte> frame)
        where T : class
    {
        if (frame.Length < Prefix || BinaryPrimitives.ReadUInt32LittleEndian(frame.Span) is var length && length > frame.Length - Prefix)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(frame.Span.Slice(Prefix, (int)length), JsonSerializerOptions.Web) is { } value
                ? (value, frame[(Prefix + (int)length)..])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
