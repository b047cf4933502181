using System.Globalization;
using System.Text;
using System.Text.Json;
using Granary.Abstractions.Executors;

namespace Granary.Executors.Payloads;

/// <summary>Writes and reads arguments and results; what goes wrong is a <see cref="PayloadException"/> that says whose fault it is.</summary>
internal static class PayloadCodec
{
    /// <summary>The value as a payload of at most <paramref name="limit"/> bytes.</summary>
    public static ExecutorPayload Write<T>(T value, PayloadRole role, int limit)
    {
        switch (value)
        {
            case ExecutorPayload payload:
                return Bounded(payload, role, limit);
            case ReadOnlyMemory<byte> bytes:
                return Bounded(ExecutorPayload.Bytes(bytes), role, limit);
            case null:
                return ExecutorPayload.Null;
        }

        if (UnsendableTypes.Contains(value.GetType()))
        {
            throw NotSerializable(role, $"a {value.GetType().Name} cannot be sent", null);
        }

        var buffer = new BoundedBuffer(limit, role);
        try
        {
            using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = ExecutorJson.Options.Encoder });
            JsonSerializer.Serialize(writer, value, ExecutorJson.Options);
            writer.Flush();
        }
        catch (Exception error) when (error is not PayloadException)
        {
            throw NotSerializable(role, $"{TypeName(value.GetType())}: {error.Message}", error);
        }

        return ExecutorPayload.Json(buffer.Written);
    }

    /// <summary>The value of a payload. JSON for bytes, or bytes for JSON, does not fit.</summary>
    public static T? Read<T>(in ExecutorPayload payload, PayloadRole role)
    {
        if (typeof(T) == typeof(ExecutorPayload))
        {
            return (T)(object)payload;
        }

        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
        {
            return payload.IsJson ? throw NotSerializable(role, "bytes were expected and JSON came", null) : (T)(object)payload.Data;
        }

        if (!payload.IsJson)
        {
            throw NotSerializable(role, $"JSON for {TypeName(typeof(T))} was expected and bytes came", null);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(payload.Data.Span, ExecutorJson.Options);
        }
        catch (JsonException error)
        {
            throw NotSerializable(role, $"{TypeName(typeof(T))}: {error.Message}", error, PointerOf(error.Path));
        }
        catch (Exception error)
        {
            throw NotSerializable(role, $"{TypeName(typeof(T))}: {error.Message}", error);
        }
    }

    /// <summary>Refuses a payload above the limit.</summary>
    public static ExecutorPayload Bounded(in ExecutorPayload payload, PayloadRole role, int limit) =>
        payload.Data.Length > limit ? throw TooLarge(role, payload.Data.Length, limit) : payload;

    public static PayloadException TooLarge(PayloadRole role, long size, int limit) => new(
        TaskFailureCodes.PayloadTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"the {Word(role)} has {size} bytes or more, above the limit MaxPayload {limit}"),
        role == PayloadRole.Argument ? string.Empty : null);

    /// <summary>A JSON path (<c>$.a[0]['b c']</c>) as a JSON pointer.</summary>
    public static string? PointerOf(string? path)
    {
        if (path is null || !path.StartsWith('$'))
        {
            return null;
        }

        var pointer = new StringBuilder();
        for (var index = 1; index < path.Length;)
        {
            var quoted = path.AsSpan(index).StartsWith("['", StringComparison.Ordinal);
            var start = index + (quoted ? 2 : 1);
            var end = quoted ? path.IndexOf("']", start, StringComparison.Ordinal)
                : path[index] == '[' ? path.IndexOf(']', start)
                : path.AsSpan(start).IndexOfAny('.', '[') is var next && next < 0 ? path.Length : start + next;
            end = end < 0 ? path.Length : end;
            pointer.Append('/').Append(path[start..end].Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            index = end + (quoted ? 2 : path[index] == '[' ? 1 : 0);
        }

        return pointer.ToString();
    }

    private static PayloadException NotSerializable(PayloadRole role, string why, Exception? error, string? pointer = null) => new(
        role == PayloadRole.Argument ? TaskFailureCodes.ArgumentNotSerializable : TaskFailureCodes.ResultNotSerializable,
        $"the {Word(role)} does not serialize: {why}",
        pointer,
        error);

    private static string Word(PayloadRole role) => role == PayloadRole.Argument ? "argument" : "result";

    private static string TypeName(Type type) => type.Name.Contains("AnonymousType", StringComparison.Ordinal) ? "the object" : type.Name;
}
