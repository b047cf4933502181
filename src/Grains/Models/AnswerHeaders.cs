using System.Net.Http.Headers;

namespace Granary.Grains.Models;

/// <summary>Reads headers of an answer as they were sent.</summary>
internal static class AnswerHeaders
{
    private static readonly string[] Relayed = ["openai-version", "openai-model", "openai-processing-ms"];

    /// <summary>The first value of a header, trimmed, or null.</summary>
    public static string? First(HttpHeaders headers, string name)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            return value.Trim();
        }

        return null;
    }

    /// <summary>What may travel back to the caller; everything else stays here.</summary>
    public static List<KeyValuePair<string, string>> ForCaller(HttpResponseMessage response)
    {
        var headers = new List<KeyValuePair<string, string>>(4);
        if (First(response.Content.Headers, "content-type") is { } type)
        {
            headers.Add(new("content-type", type));
        }

        foreach (var name in Relayed)
        {
            if (First(response.Headers, name) is { } value)
            {
                headers.Add(new(name, value));
            }
        }

        return headers;
    }
}
