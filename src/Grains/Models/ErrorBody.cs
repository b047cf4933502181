using System.Text.Json;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>
/// Reads the error object of an answer, <c>{"error":{"message","type","code"}}</c> or <c>{"error":"text"}</c>. Only looked at to find the kind; its
/// text never leaves this process but inside a relayed body.
/// </summary>
internal static class ErrorBody
{
    /// <summary>Reads it from a body; null if the body is not JSON or holds no error.</summary>
    public static ErrorText? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = ProviderJson.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads it from a parsed answer; null if there is none.</summary>
    public static ErrorText? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error))
        {
            return null;
        }

        return error.ValueKind switch
        {
            JsonValueKind.Object => new ErrorText(Text(error, "code"), Text(error, "type"), Text(error, "message")),
            JsonValueKind.String => new ErrorText(string.Empty, string.Empty, error.GetString()!),
            JsonValueKind.Null or JsonValueKind.False => null,
            _ => new ErrorText(string.Empty, string.Empty, string.Empty),
        };
    }

    private static string Text(JsonElement error, string name) =>
        !error.TryGetProperty(name, out var value) ? string.Empty
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : string.Empty;
}
