using System.Buffers;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Models;

/// <summary>Writes the request of a cell's call.</summary>
internal static class ChatRequestBody
{
    private const int ExpectedOutputTokens = 256;
    private const int BytesPerToken = 4;

    /// <summary>The JSON body.</summary>
    /// <exception cref="ArgumentException">A parameter is one that the call itself decides.</exception>
    public static ReadOnlyMemory<byte> Write(string model, ModelCall call)
    {
        if (call.Messages.Count == 0)
        {
            throw new ArgumentException("A model call needs at least one message.", nameof(call));
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("messages");
            foreach (var message in call.Messages)
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role);
                json.WriteString("content", message.Content);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            foreach (var (name, value) in call.Parameters)
            {
                if (name is "model" or "messages" or "stream" or "stream_options" or "n")
                {
                    throw new ArgumentException($"The parameter `{name}` is set by the call itself.", nameof(call));
                }

                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Input by its length, and the output the call allows or usually has; at least 1.</summary>
    public static int EstimateTokens(ModelCall call)
    {
        var bytes = 0L;
        foreach (var message in call.Messages)
        {
            bytes += message.Content.Length;
        }

        var output = call.Embedding ? 0 : ExpectedOutputTokens;
        foreach (var name in (ReadOnlySpan<string>)["max_completion_tokens", "max_tokens"])
        {
            if (call.Parameters.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var asked))
            {
                output = asked;
                break;
            }
        }

        return (int)Math.Clamp((bytes / BytesPerToken) + Math.Max(0, output), 1, int.MaxValue);
    }
}
