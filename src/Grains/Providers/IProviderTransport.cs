namespace Granary.Grains.Providers;

/// <summary>
/// Sends one request to one provider and returns when the headers of the answer are there; the body is read by the caller. No policy: it never
/// retries, redirects, decompresses or limits. Thread-safe.
/// </summary>
internal interface IProviderTransport : IDisposable
{
    /// <summary>Adds address, credential and configured headers, and sends.</summary>
    /// <param name="request">With a relative address, the part of the route after <c>/v1</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="HttpRequestException">No answer: connection refused, reset, bad framing.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or no connection stood in time.</exception>
    Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}
