using System.Text.Json;

namespace Granary.Api.Chat;

/// <summary>
/// What admission needs to know of a call's body, found in one forward pass over its bytes: nothing is deserialized, nothing copied but the
/// model's name.
/// </summary>
/// <param name="Model">Value of top-level <c>model</c>.</param>
/// <param name="ModelValue">Where that JSON string stands, quotes included.</param>
/// <param name="Stream">Top-level <c>stream</c> is true.</param>
/// <param name="MaxOutputTokens">Top-level <c>max_tokens</c> or <c>max_completion_tokens</c>; null if neither is there.</param>
internal sealed record RequestBodyScan(string Model, Range ModelValue, bool Stream, int? MaxOutputTokens)
{
    /// <summary>Scans a body; on a mistake returns null and says which, with the field it concerns.</summary>
    public static RequestBodyScan? Read(ReadOnlySpan<byte> body, out string? error, out string? param)
    {
        error = null;
        param = null;
        string? model = null;
        Range modelValue = default;
        bool? stream = null;
        int? maxTokens = null;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 128 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                error = "The body must be a JSON object.";
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("model"u8))
                {
                    reader.Read();
                    if (model is not null || reader.TokenType != JsonTokenType.String)
                    {
                        param = "model";
                        error = model is not null ? "'model' is given twice; give it once." : "'model' must be a string naming an alias.";
                        return null;
                    }

                    model = reader.GetString();
                    modelValue = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
                }
                else if (reader.ValueTextEquals("stream"u8))
                {
                    reader.Read();
                    if (stream is not null || reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
                    {
                        param = "stream";
                        error = stream is not null ? "'stream' is given twice; give it once." : "'stream' must be true or false.";
                        return null;
                    }

                    stream = reader.TokenType == JsonTokenType.True;
                }
                else if (reader.ValueTextEquals("max_tokens"u8) || reader.ValueTextEquals("max_completion_tokens"u8))
                {
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var tokens) && tokens >= 0)
                    {
                        maxTokens = Math.Max(maxTokens ?? 0, tokens);
                    }
                }
                else
                {
                    reader.Skip();
                }
            }

            // The rest, so that a body cut in the middle or followed by rubbish is our 400 and not a provider's.
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            error = $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).";
            return null;
        }
        catch (InvalidOperationException)
        {
            error = "The value of 'model' is not valid UTF-8 text.";
            param = "model";
            return null;
        }

        if (string.IsNullOrEmpty(model))
        {
            error = "'model' is missing; it names the alias to call. GET /v1/models lists them.";
            param = "model";
            return null;
        }

        return new RequestBodyScan(model, modelValue, stream ?? false, maxTokens);
    }

    /// <summary>Input bytes × 0.25 tokens per byte, plus the asked output.</summary>
    public int EstimateTokens(int bodyBytes) => (int)Math.Min(int.MaxValue, Math.Max(1L, bodyBytes / 4) + (MaxOutputTokens ?? 0));
}
