using System.Text;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Simulator;

/// <summary>
/// Finds a JSON Schema written into a prompt: the last JSON object, in the newest message that holds one, with `properties`, or with a
/// `type` of the schema vocabulary beside `items` or `enum`. So a prompt that shows the schema gets an answer that satisfies it.
/// </summary>
internal static class SchemaFinder
{
    private const int MostCandidates = 64;

    public static JsonElement? Find(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Role != "assistant" && Find(messages[i].Content) is { } schema)
            {
                return schema;
            }
        }

        return null;
    }

    private static JsonElement? Find(string text)
    {
        if (!text.Contains("\"type\"", StringComparison.Ordinal) && !text.Contains("\"properties\"", StringComparison.Ordinal))
        {
            return null;
        }

        var utf8 = Encoding.UTF8.GetBytes(text);
        JsonElement? found = null;
        var at = 0;
        for (var tries = 0; tries < MostCandidates; tries++)
        {
            var next = utf8.AsSpan(at).IndexOf((byte)'{');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (Parse(utf8, at) is not { } candidate)
            {
                at++;
                continue;
            }

            if (IsSchema(candidate.Value))
            {
                found = candidate.Value;
            }

            at = candidate.End;
        }

        return found;
    }

    private static (JsonElement Value, int End)? Parse(byte[] utf8, int at)
    {
        var reader = new Utf8JsonReader(utf8.AsSpan(at), isFinalBlock: true, state: default);
        try
        {
            // Reads one value; whatever follows it is prose.
            if (!JsonDocument.TryParseValue(ref reader, out var document))
            {
                return null;
            }

            using (document)
            {
                return (document.RootElement.Clone(), at + (int)reader.BytesConsumed);
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSchema(JsonElement value) =>
        (value.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        || (value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && type.GetString() is "object" or "array" or "string" or "number" or "integer" or "boolean"
            && (value.TryGetProperty("items", out _) || value.TryGetProperty("enum", out _)));
}
