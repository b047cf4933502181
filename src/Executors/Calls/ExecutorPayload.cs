using System.Text.Json;

namespace Granary.Executors;

/// <summary>An argument or a result as it crosses a process boundary: a JSON value in UTF-8, or bytes. The memory must not change afterwards.</summary>
/// <param name="Data">The bytes.</param>
/// <param name="IsJson">They are one JSON value.</param>
public readonly record struct ExecutorPayload(ReadOnlyMemory<byte> Data, bool IsJson)
{
    private static readonly ReadOnlyMemory<byte> NullText = "null"u8.ToArray();

    /// <summary>JSON null.</summary>
    public static ExecutorPayload Null => new(NullText, IsJson: true);

    /// <summary>A JSON value that is written already.</summary>
    public static ExecutorPayload Json(ReadOnlyMemory<byte> utf8) => new(utf8, IsJson: true);

    /// <summary>Bytes.</summary>
    public static ExecutorPayload Bytes(ReadOnlyMemory<byte> data) => new(data, IsJson: false);

    /// <summary>A JSON value; <c>default</c> (Undefined) counts as null.</summary>
    public static ExecutorPayload From(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? Null : Json(JsonSerializer.SerializeToUtf8Bytes(value, ExecutorJson.Options));

    /// <summary>The JSON value. Bytes become a JSON string in base 64.</summary>
    /// <exception cref="JsonException">It says it is JSON and is not.</exception>
    public JsonElement ToJsonElement()
    {
        if (!IsJson)
        {
            return JsonSerializer.SerializeToElement(Convert.ToBase64String(Data.Span), ExecutorJson.Options);
        }

        using var document = JsonDocument.Parse(Data.IsEmpty ? NullText : Data);
        return document.RootElement.Clone();
    }
}
