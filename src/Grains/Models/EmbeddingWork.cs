using System.Buffers;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Admission.Signals;
using Granary.Grains.Providers;

namespace Granary.Grains.Models;

/// <summary>A cell's embedding: one text out, one vector back. The answer's text is the vector as a JSON array.</summary>
internal sealed class EmbeddingWork(ReadOnlyMemory<byte> body, long tokens) : WholeAnswerWork("/embeddings", body, tokens)
{
    private const int BytesPerToken = 4;

    /// <summary>The JSON body: the text of the call's last message.</summary>
    public static ReadOnlyMemory<byte> Write(string model, ModelCall call)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteString("input", call.Messages[^1].Content);
            json.WriteString("encoding_format", "float");
            foreach (var (name, value) in call.Parameters)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // As strict as for chat: what is no list of finite numbers is a failure of the provider, also under status 200.
    protected override AttemptEnd Read(int status, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = ProviderJson.Parse(bytes);
            var root = document.RootElement;
            if (ErrorBody.Read(root) is { } error)
            {
                return new AttemptEnd(FaultClassifier.Of(new ProviderAnswer(status, error, RateFields.None, null), mayRetry: true));
            }

            if (VectorOf(root) is not { } vector)
            {
                return new AttemptEnd(ProviderFault.Connection("The provider's answer has no embedding.", status));
            }

            Answer = new ModelAnswer(vector, "stop");
            return new AttemptEnd(null, AnswerUsage.Read(root) ?? new TokenUsage(Math.Max(1, BodyLength / BytesPerToken), 0, Math.Max(1, BodyLength / BytesPerToken)));
        }
        catch (JsonException)
        {
            return new AttemptEnd(ProviderFault.Connection("The provider's answer is not valid JSON.", status));
        }
    }

    private static string? VectorOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() == 0
            || data[0].ValueKind != JsonValueKind.Object || !data[0].TryGetProperty("embedding", out var vector) || vector.ValueKind != JsonValueKind.Array || vector.GetArrayLength() == 0)
        {
            return null;
        }

        foreach (var number in vector.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetSingle(out var value) || !float.IsFinite(value))
            {
                return null;
            }
        }

        return vector.GetRawText();
    }
}
