using System.Buffers;
using System.Text.Json;

namespace Granary.Grains.Simulator;

/// <summary>The JSON shapes of the simulated provider's answers, those of the OpenAI chat API.</summary>
internal static class SimulatorJson
{
    public static byte[] Completion(string id, long created, string model, SimulatorText text) => Write(json =>
    {
        Head(json, id, "chat.completion", created, model);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", text.Text);
        json.WriteNull("refusal");
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", text.FinishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        Usage(json, text);
    });

    public static byte[] FirstChunk(string id, long created, string model) => Chunk(id, created, model, json =>
    {
        json.WriteString("role", "assistant");
        json.WriteString("content", string.Empty);
    });

    public static byte[] TextChunk(string id, long created, string model, string piece) =>
        Chunk(id, created, model, json => json.WriteString("content", piece));

    public static byte[] LastChunk(string id, long created, string model, string finishReason) => Chunk(id, created, model, _ => { }, finishReason);

    public static byte[] UsageChunk(string id, long created, string model, SimulatorText text) => Event(Write(json =>
    {
        Head(json, id, "chat.completion.chunk", created, model);
        json.WriteStartArray("choices");
        json.WriteEndArray();
        Usage(json, text);
    }));

    public static byte[] Error(string message, string type, string? code) => Write(json =>
    {
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", type);
        json.WriteNull("param");
        json.WriteString("code", code);
        json.WriteEndObject();
    });

    public static byte[] Models(long created) => Write(json =>
    {
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        json.WriteStartObject();
        json.WriteString("id", "sim-1");
        json.WriteString("object", "model");
        json.WriteNumber("created", created);
        json.WriteString("owned_by", "simulator");
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>One server-sent event around a JSON value.</summary>
    public static byte[] Event(byte[] data) => [.. "data: "u8, .. data, .. "\n\n"u8];

    public static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The first half of a JSON text: no longer JSON.</summary>
    public static byte[] Half(byte[] json) => json[..(json.Length / 2)];

    private static byte[] Chunk(string id, long created, string model, Action<Utf8JsonWriter> delta, string? finishReason = null) => Event(Write(json =>
    {
        Head(json, id, "chat.completion.chunk", created, model);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        delta(json);
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finishReason);
        json.WriteEndObject();
        json.WriteEndArray();
    }));

    private static void Head(Utf8JsonWriter json, string id, string kind, long created, string model)
    {
        json.WriteString("id", id);
        json.WriteString("object", kind);
        json.WriteNumber("created", created);
        json.WriteString("model", model);
    }

    private static void Usage(Utf8JsonWriter json, SimulatorText text)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", text.InputTokens);
        json.WriteNumber("completion_tokens", text.OutputTokens);
        json.WriteNumber("total_tokens", text.InputTokens + text.OutputTokens);
        json.WriteEndObject();
    }
}
