using System.Globalization;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Granary.Api.Recovery;

/// <summary>Puts a recorded request together as the server would have.</summary>
internal static class ReplayFeatures
{
    public static FeatureCollection Of(RecoveredRequest recovered, ReadOnlyMemory<byte> body, ReplayResponse response, CancellationToken cancelled)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = recovered.Captured.Method,
            Scheme = Uri.UriSchemeHttp,
            Protocol = HttpProtocol.Http11,
            Path = recovered.Captured.Path,
            QueryString = recovered.Captured.Query,
            RawTarget = recovered.Captured.Path + recovered.Captured.Query,
            Headers = Headers(recovered, body.Length),
            Body = new MemoryStream(body.ToArray(), writable: false),
        });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(new DetachedLifetime(null, cancelled));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { ConnectionId = recovered.Id });
        features.Set(recovered);
        return features;
    }

    private static IHeaderDictionary Headers(RecoveredRequest recovered, int length)
    {
        var (header, captured) = (recovered.Entry.Header, recovered.Captured);
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, value) in captured.Headers)
        {
            headers[name] = value;
        }

        headers.Host = "localhost";
        headers.ContentLength = length;
        headers[ReplayAttempt.AttemptHeader] = recovered.Entry.Progress.Attempt.ToString(CultureInfo.InvariantCulture);
        headers[ReplayAttempt.SourceHeader] = "journal";
        if (header.Deadline is { } deadline && recovered.Entry.Progress.Renewed is null)
        {
            headers["Granary-Deadline"] = deadline.ToString("O", CultureInfo.InvariantCulture);
        }

        if (captured.Trace.Header is { } parent)
        {
            headers.TraceParent = parent;
        }

        return headers;
    }
}
