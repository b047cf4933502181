namespace Granary.Grains.Models;

/// <summary>What one server-sent event carries.</summary>
/// <param name="Data">Its data lines joined; empty if there is none.</param>
/// <param name="HasData">It has a data line; else it is a comment or a name alone.</param>
internal readonly record struct StreamEvent(ReadOnlyMemory<byte> Data, bool HasData)
{
    /// <summary>The end marker.</summary>
    public bool IsDone => Data.Span.Trim((byte)' ').SequenceEqual("[DONE]"u8);

    /// <summary>Reads an event as <see cref="EventSplitter"/> cut it.</summary>
    public static StreamEvent Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> data = default;
        var lines = 0;
        while (!bytes.IsEmpty)
        {
            var end = bytes.Span.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (!line.Span.StartsWith("data"u8) || (line.Length > 4 && line.Span[4] != ':'))
            {
                continue;
            }

            var value = line.Length <= 5 ? default : line[(line.Span[5] == ' ' ? 6 : 5)..];
            data = lines++ == 0 ? value : (byte[])[.. data.Span, (byte)'\n', .. value.Span];
        }

        return new StreamEvent(data, lines > 0);
    }
}
