using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Granary.Journal.Requests;

/// <summary>
/// Payloads of the records: u32 length of the head (little-endian), the head, and behind it opaque bytes. The head of an accepted and of a progress
/// record is the entry as JSON, that of an answer and of a forgotten one is the id.
/// </summary>
internal static class RequestRecord
{
    private const int Prefix = sizeof(uint);

    public static byte[] OfEntry(StoredRequest request, ReadOnlySpan<byte> content) =>
        Join(JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web), content);

    public static byte[] OfId(string id, ReadOnlySpan<byte> content) => Join(Encoding.UTF8.GetBytes(id), content);

    /// <exception cref="JournalException">The record is no entry.</exception>
    public static StoredRequest Entry(long sequence, ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredRequest>(Head(sequence, payload), JsonSerializerOptions.Web) is { Header.Id: not null, Progress: not null } entry
                ? entry
                : throw Unreadable(sequence, null);
        }
        catch (JsonException error)
        {
            throw Unreadable(sequence, error);
        }
    }

    /// <exception cref="JournalException">The record holds no id.</exception>
    public static string Id(long sequence, ReadOnlySpan<byte> payload) => Encoding.UTF8.GetString(Head(sequence, payload));

    /// <exception cref="JournalException">The record is cut.</exception>
    public static ReadOnlyMemory<byte> Content(long sequence, ReadOnlyMemory<byte> payload) =>
        payload[(Prefix + Head(sequence, payload.Span).Length)..];

    private static ReadOnlySpan<byte> Head(long sequence, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Prefix || BinaryPrimitives.ReadUInt32LittleEndian(payload) is var length && length > payload.Length - Prefix)
        {
            throw Unreadable(sequence, null);
        }

        return payload.Slice(Prefix, (int)length);
    }

    private static byte[] Join(ReadOnlySpan<byte> head, ReadOnlySpan<byte> content)
    {
        var record = new byte[Prefix + head.Length + content.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)head.Length);
        head.CopyTo(record.AsSpan(Prefix));
        content.CopyTo(record.AsSpan(Prefix + head.Length));
        return record;
    }

    private static JournalException Unreadable(long sequence, Exception? error) =>
        new(JournalErrorCodes.Corrupt, $"Record {sequence} of the log of requests is whole, but it is no record of a request.", error);
}
