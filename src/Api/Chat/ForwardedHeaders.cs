using Microsoft.AspNetCore.Http;

namespace Granary.Api.Chat;

/// <summary>
/// Which of a caller's headers may travel to a provider. Everything else is stripped: hop-by-hop, credentials, cookies, organization,
/// forwarding and our own.
/// </summary>
internal static class ForwardedHeaders
{
    private static readonly string[] Exact = ["accept", "content-type", "user-agent", "openai-beta"];

    public static IReadOnlyList<KeyValuePair<string, string>> Of(IHeaderDictionary headers)
    {
        List<KeyValuePair<string, string>> kept = [];
        foreach (var (name, values) in headers)
        {
            if (Exact.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("x-stainless-", StringComparison.OrdinalIgnoreCase))
            {
                kept.Add(new KeyValuePair<string, string>(name, values.ToString()));
            }
        }

        return kept;
    }
}
