using System.Collections.Immutable;

using Granary.Abstractions.Idempotency;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Recovery;

/// <summary>Which headers belong to an answer that is given again: not those of the connection, of one request alone, or that carry credentials.</summary>
internal static class AnswerHeaders
{
    private static readonly HashSet<string> LeftOut = new(StringComparer.OrdinalIgnoreCase)
    {
        "set-cookie", "set-cookie2", "www-authenticate", "proxy-authenticate", "connection", "keep-alive", "transfer-encoding", "trailer", "upgrade",
        "content-length", "date", "server", "alt-svc", "x-request-id", "granary-recoverable", "idempotent-replayed",
    };

    public static ImmutableArray<AnswerHeader> Of(IHeaderDictionary headers)
    {
        var kept = ImmutableArray.CreateBuilder<AnswerHeader>();
        foreach (var (name, values) in headers)
        {
            if (!LeftOut.Contains(name))
            {
                kept.Add(new AnswerHeader(name, values.ToString()));
            }
        }

        return kept.ToImmutable();
    }
}
