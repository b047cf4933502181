using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Steps.Validation;

/// <summary>
/// The HTTP client of checks: no redirects, no proxy, no cookies, and no connection to an address that is not public, unless the host is allowed by
/// configuration. The address is judged after the name was resolved and that very address is connected to, so a name cannot point elsewhere in between.
/// </summary>
internal sealed class HttpCheckClient : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;
    private readonly HttpCheckOptions _options;
    private readonly HttpClient _http;

    public HttpCheckClient(IOptions<HttpCheckOptions> options)
    {
        _options = options.Value;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = _options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = _options.Timeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>Posts JSON; status and body of the answer.</summary>
    /// <exception cref="HttpRequestException">No answer, one above 1 MiB, or an address that is not allowed; the message says which.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> PostAsync(Uri address, byte[] json, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(json);
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json");
        using var response = await _http.PostAsync(address, content, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = _options.AllowedHosts.Exists(entry =>
            string.Equals(entry, host, StringComparison.OrdinalIgnoreCase) || string.Equals(entry, $"{host}:{port}", StringComparison.OrdinalIgnoreCase));
        var usable = addresses.Where(address => allowed || PublicAddresses.Contains(address)).ToArray();
        if (usable.Length == 0)
        {
            throw new HttpRequestException($"{host}:{port} is not a public address; add it to {HttpCheckOptions.Section}:AllowedHosts if it may be called.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
