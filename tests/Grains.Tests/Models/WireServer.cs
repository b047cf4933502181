using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Granary.Grains.Tests.Models;

/// <summary>A provider on loopback that says exactly the given bytes to each request, and then closes or resets.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, (string Answer, bool Reset)> _script;
    private readonly Task _serving;
    private int _requests;

    public WireServer(Func<int, (string Answer, bool Reset)> script)
    {
        _script = script;
        _listener.Start();
        BaseUrl = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");
        _serving = ServeAsync();
    }

    public Uri BaseUrl { get; }

    /// <summary>Sent after the answer, once the task is over.</summary>
    public (Task When, string Bytes)? Later { get; set; }

    public static string Head(string type, string more = "") => $"HTTP/1.1 200 OK\r\ncontent-type: {type}\r\n{more}\r\n";

    /// <summary>Chunked framing of the pieces, without the last chunk.</summary>
    public static string Chunks(params string[] pieces) => string.Concat(pieces.Select(p => $"{Encoding.UTF8.GetByteCount(p):x}\r\n{p}\r\n"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                await ReadRequestAsync(socket);
                var (answer, reset) = _script(++_requests);
                await socket.SendAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                if (Later is { } later)
                {
                    await later.When.WaitAsync(_stop.Token);
                    await socket.SendAsync(Encoding.UTF8.GetBytes(later.Bytes), _stop.Token);
                }

                if (reset)
                {
                    socket.LingerState = new LingerOption(true, 0);
                }
                else
                {
                    socket.Shutdown(SocketShutdown.Send);
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ReadRequestAsync(Socket socket)
    {
        var received = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, _stop.Token);
            received.Append(Encoding.Latin1.GetString(buffer, 0, read));
            var text = received.ToString();
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0)
            {
                continue;
            }

            var length = text.Split("\r\n").First(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))["Content-Length:".Length..];
            if (text.Length >= head + 4 + int.Parse(length, System.Globalization.CultureInfo.InvariantCulture))
            {
                return;
            }
        }
    }
}
