using System.Text.Json;

namespace Granary.Grains.Models;

/// <summary>
/// The error object of an answer, <c>{"error":{"message","type","code"}}</c> or <c>{"error":"text"}</c>. Only looked at to find the kind; its
/// text never leaves this process but inside a relayed body.
/// </summary>
internal readonly record struct ProviderErrorObject(string Code, string Type, string Message)
{
    /// <summary>Reads it from a body; null if the body is not JSON or holds no error.</summary>
    public static ProviderErrorObject? Read(ReadOnlyMemory<byte> body)
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
    public static ProviderErrorObject? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error))
        {
            return null;
        }

        return error.ValueKind switch
        {
            JsonValueKind.Object => new ProviderErrorObject(Text(error, "code"), Text(error, "type"), Text(error, "message")),
            JsonValueKind.String => new ProviderErrorObject(string.Empty, string.Empty, error.GetString()!),
            JsonValueKind.Null or JsonValueKind.False => null,
            _ => new ProviderErrorObject(string.Empty, string.Empty, string.Empty),
        };
    }

    /// <summary>Code or type is one of these names, or the message holds one of these phrases.</summary>
    public bool Names(ReadOnlySpan<string> names, ReadOnlySpan<string> phrases)
    {
        foreach (var name in names)
        {
            if (Code.Equals(name, StringComparison.OrdinalIgnoreCase) || Type.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var phrase in phrases)
        {
            if (Message.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Text(JsonElement error, string name) =>
        !error.TryGetProperty(name, out var value) ? string.Empty
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : string.Empty;
}
