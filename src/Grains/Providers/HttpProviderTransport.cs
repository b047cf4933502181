using System.Net.Http.Headers;

namespace Granary.Grains.Providers;

/// <summary>
/// HTTP to one provider over a handler of its own. An invoker and not a client: a client adds time-outs on the wall clock and buffering.
/// </summary>
internal sealed class HttpProviderTransport(ProviderDefinition provider, ProviderSecret? secret, HttpMessageHandler handler) : IProviderTransport
{
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: true);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(provider.BaseUrl.AbsoluteUri + request.RequestUri!.OriginalString);
        foreach (var (name, value) in provider.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Remove("accept-encoding");
        request.Headers.TryAddWithoutValidation("accept-encoding", "identity");
        if (secret?.Value is { } credential)
        {
            if (provider.AuthHeader is { } header)
            {
                request.Headers.Remove(header);
                request.Headers.TryAddWithoutValidation(header, credential);
            }
            else
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
            }
        }

        return _invoker.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _invoker.Dispose();
}
