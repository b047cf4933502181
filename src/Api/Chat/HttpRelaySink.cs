using System.Globalization;

using Granary.Abstractions.Models;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Granary.Api.Chat;

/// <summary>Writes a relayed answer to the caller, flushing at every write, so that an event leaves when it came.</summary>
internal sealed class HttpRelaySink(HttpResponse response, string alias) : IRelaySink
{
    public async ValueTask StartAsync(
        int status,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        RelayProgress progress,
        CancellationToken cancellationToken)
    {
        response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        WriteProgress(response, alias, progress);
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(cancellationToken);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await response.BodyWriter.WriteAsync(bytes, cancellationToken);
    }

    public static void WriteProgress(HttpResponse response, string alias, RelayProgress progress)
    {
        response.Headers["Granary-Alias"] = alias;
        response.Headers["Granary-Provider"] = progress.Provider;
        response.Headers["Granary-Attempts"] = progress.Attempts.ToString(CultureInfo.InvariantCulture);
        response.Headers["Granary-Waited-Ms"] = ((long)progress.Waited.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        if (progress.UpstreamRequestId is { } id)
        {
            response.Headers["Granary-Upstream-Request-Id"] = id;
        }
    }
}
