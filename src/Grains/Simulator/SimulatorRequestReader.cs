using System.Text;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Simulator;

/// <summary>Reads a chat request body, or says in one sentence what is wrong with it (the text of a 400).</summary>
internal static class SimulatorRequestReader
{
    private static readonly JsonElement OneField = JsonDocument.Parse("""{"type":"object","required":["answer"],"properties":{"answer":{"type":"string"}}}""").RootElement;

    public static SimulatorRequest? Read(ReadOnlyMemory<byte> body, out string? problem)
    {
        problem = null;
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, out problem);
        }
        catch (JsonException)
        {
            problem = "the body is not valid JSON";
            return null;
        }
    }

    private static SimulatorRequest? Read(JsonElement root, out string? problem)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "model") is not { Length: > 0 } model)
        {
            problem = "`model` is missing";
            return null;
        }

        if (!root.TryGetProperty("messages", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            problem = "`messages` is missing or empty";
            return null;
        }

        var messages = new List<ChatMessage>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Text(item, "role") is not { } role || Content(item) is not { } content)
            {
                problem = $"`messages[{messages.Count}]` must have a role and a content";
                return null;
            }

            messages.Add(new ChatMessage(role, content));
        }

        if (root.TryGetProperty("n", out var n) && n.ValueKind == JsonValueKind.Number && n.GetDouble() != 1)
        {
            problem = "`n` must be 1: the simulator gives one choice";
            return null;
        }

        problem = null;
        var usage = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object && True(options, "include_usage");
        return new SimulatorRequest(model, messages, True(root, "stream"), usage, MaxTokens(root), NativeSchema(root) ?? SchemaFinder.Find(messages) ?? AnyObject(root));
    }

    private static JsonElement? NativeSchema(JsonElement root)
    {
        if (!root.TryGetProperty("response_format", out var format) || format.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return format.TryGetProperty("json_schema", out var named) && named.ValueKind == JsonValueKind.Object
            && named.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.Object
            ? schema.Clone()
            : null;
    }

    private static JsonElement? AnyObject(JsonElement root) =>
        root.TryGetProperty("response_format", out var format) && format.ValueKind == JsonValueKind.Object && Text(format, "type") == "json_object" ? OneField : null;

    private static int? MaxTokens(JsonElement root)
    {
        foreach (var name in (ReadOnlySpan<string>)["max_completion_tokens", "max_tokens"])
        {
            if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var tokens) && tokens > 0)
            {
                return tokens;
            }
        }

        return null;
    }

    private static string? Content(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content))
        {
            return null;
        }

        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return content.GetString();
            case JsonValueKind.Null:
                return string.Empty;
            case JsonValueKind.Array:
                var text = new StringBuilder();
                foreach (var part in content.EnumerateArray())
                {
                    if (part.ValueKind == JsonValueKind.Object && Text(part, "text") is { } piece)
                    {
                        text.Append(piece);
                    }
                }

                return text.ToString();
            default:
                return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool True(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
