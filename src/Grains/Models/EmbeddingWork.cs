using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Granary.Abstractions.Models;
using Granary.Admission.Signals;
using Granary.Grains.Providers;

namespace Granary.Grains.Models;

/// <summary>A cell's embedding: one text out, one vector back. The answer's text is the vector as a JSON array.</summary>
internal sealed class EmbeddingWork(ReadOnlyMemory<byte> body, long tokens) : AttemptWork
{
    private const int LargestAnswer = 16 << 20;
    private const int BytesPerToken = 4;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The answer, after an attempt without fault.</summary>
    public ModelAnswer? Answer { get; private set; }

    public override bool Streamed => false;

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

    public override HttpRequestMessage Request(AliasTarget target)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/embeddings", UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation("accept", "application/json");
        request.Headers.TryAddWithoutValidation("user-agent", "granary");
        return request;
    }

    public override async Task<AttemptEnd> ReadAsync(HttpResponseMessage response, Attempt attempt)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(attempt.Clock.Token);
        var (bytes, whole) = await AnswerBody.ReadAsync(stream, LargestAnswer, attempt);
        if (!whole)
        {
            return new AttemptEnd(ProviderFault.Connection("The provider's answer is longer than 16 MiB.", (int)response.StatusCode));
        }

        return Read((int)response.StatusCode, bytes);
    }

    public override async Task<ProviderFault> RefusedAsync(HttpResponseMessage response, Attempt attempt) =>
        Refusals.Classify(response, await AnswerBody.ReadRefusalAsync(response, attempt), tokens, attempt.Time.GetUtcNow());

    // As strict as for chat: what is no list of finite numbers is a failure of the provider, also under status 200.
    private AttemptEnd Read(int status, ReadOnlyMemory<byte> bytes)
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
            return new AttemptEnd(null, AnswerUsage.Read(root) ?? new TokenUsage(Math.Max(1, body.Length / BytesPerToken), 0, Math.Max(1, body.Length / BytesPerToken)));
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
