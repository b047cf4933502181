using System.Text;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>
/// What of a request may be written down. Headers travel by a list of allowed ones, so a credential under a name nobody thought of is left out too;
/// query parameters that are known to carry credentials are left out with their names.
/// </summary>
internal static class RequestRedaction
{
    private static readonly HashSet<string> Headers = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-type", "content-encoding", "accept", "user-agent", "traceparent", "tracestate", "baggage",
        "granary-band", "granary-max-wait", "granary-flow", "granary-run", "granary-label",
    };

    private static readonly string[] Families = ["openai-", "anthropic-"];

    private static readonly HashSet<string> SecretParameters = new(StringComparer.OrdinalIgnoreCase) { "key", "api_key", "token", "access_token", "sig" };

    public static List<KeyValuePair<string, string>> Kept(IHeaderDictionary headers)
    {
        List<KeyValuePair<string, string>> kept = [];
        foreach (var (name, values) in headers)
        {
            if (Headers.Contains(name) || Array.Exists(Families, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase)))
            {
                kept.Add(new KeyValuePair<string, string>(name, values.ToString()));
            }
        }

        return kept;
    }

    /// <summary>The query string without secrets; what stays is byte for byte as it came.</summary>
    public static string Kept(QueryString query)
    {
        if (!query.HasValue)
        {
            return "";
        }

        var kept = new StringBuilder();
        foreach (var part in query.Value!.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.Split('=')[0].Replace('+', ' ');
            if (!SecretParameters.Contains(Uri.UnescapeDataString(name).Trim()))
            {
                kept.Append(kept.Length == 0 ? '?' : '&').Append(part);
            }
        }

        return kept.ToString();
    }
}
