using System.Buffers;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Simulator;

/// <summary>Embeddings of the simulated provider: the request read as a conversation of one message, and a unit vector that follows from its hash.</summary>
internal static class SimulatorEmbedding
{
    private const int DefaultDimensions = 8;
    private const int MostDimensions = 65_536;
    private const ulong Purpose = 5;

    /// <summary>Model, text and dimensions of a request; null when it is none.</summary>
    public static (string Model, IReadOnlyList<ChatMessage> Input, int Dimensions)? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("input", out var input) || input.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            var dimensions = root.TryGetProperty("dimensions", out var asked) && asked.ValueKind == JsonValueKind.Number && asked.TryGetInt32(out var number) ? number : DefaultDimensions;
            return dimensions is < 1 or > MostDimensions ? null : (model.GetString()!, [new ChatMessage("user", input.GetString()!)], dimensions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] Answer(ulong seed, string model, PromptHash prompt, int dimensions, int tokens)
    {
        var chance = SimulatorChance.For(seed, prompt, Purpose, 0);
        var vector = new double[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            vector[i] = (chance.NextDouble() * 2) - 1;
        }

        var length = Math.Sqrt(vector.Sum(static x => x * x));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list");
            json.WriteStartArray("data"u8);
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding");
            json.WriteNumber("index"u8, 0);
            json.WriteStartArray("embedding"u8);
            foreach (var x in vector)
            {
                json.WriteNumberValue((float)(length > 0 ? x / length : 0));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("model"u8, model);
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, tokens);
            json.WriteNumber("total_tokens"u8, tokens);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
