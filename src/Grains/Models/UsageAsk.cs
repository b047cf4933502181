using System.Text.Json;

namespace Granary.Grains.Models;

/// <summary>
/// Asks the provider for the usage at the end of a stream, where the caller did not say whether it wants it: one edit of the body, found in one
/// forward pass.
/// </summary>
internal static class UsageAsk
{
    /// <summary>The edit that asks, or null: the caller has decided by itself, or the body is not an object.</summary>
    public static BodyEdit? For(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = ProviderJson.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var first = (int)reader.BytesConsumed;
            var empty = true;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                empty = false;
                var options = reader.ValueTextEquals("stream_options"u8);
                reader.Read();
                if (options)
                {
                    return Inside(ref reader);
                }

                reader.Skip();
            }

            return new BodyEdit(first, 0, empty ? "\"stream_options\":{\"include_usage\":true}"u8.ToArray() : "\"stream_options\":{\"include_usage\":true},"u8.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BodyEdit? Inside(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return new BodyEdit((int)reader.TokenStartIndex, 4, "{\"include_usage\":true}"u8.ToArray());
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var first = (int)reader.BytesConsumed;
        var empty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            empty = false;
            if (reader.ValueTextEquals("include_usage"u8))
            {
                return null;
            }

            reader.Skip();
        }

        return new BodyEdit(first, 0, empty ? "\"include_usage\":true"u8.ToArray() : "\"include_usage\":true,"u8.ToArray());
    }
}
