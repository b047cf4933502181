using Granary.Abstractions.Requests;
using Granary.Api.Recovery;

namespace Granary.Api.Requests;

/// <summary>What a request said, without its body. Nothing here is secret: secrets were never written.</summary>
internal sealed class RequestContentView(CapturedRequest request)
{
    /// <summary>The description and the body of a content; null if there is none, or it cannot be read.</summary>
    public static (RequestContentView View, ReadOnlyMemory<byte> Body)? Of(JournalContent? content) =>
        content is not null && JsonFrame.Split<CapturedRequest>(content.Bytes.AsMemory()) is var (request, body) ? (new RequestContentView(request), body) : null;

    public string Method => request.Method;

    public string Path => request.Path;

    public string Query => request.Query;

    public IEnumerable<object> Headers => request.Headers.Select(static header => new { name = header.Key, value = header.Value });

    public string? TraceParent => request.Trace.Header;

    public long BodyBytes => request.BodyLength;

    public string BodySha256 => request.BodyHash;

    /// <summary>False: the body was too large to be kept, so the request cannot be run again.</summary>
    public bool BodyKept => request.HasBody;
}
