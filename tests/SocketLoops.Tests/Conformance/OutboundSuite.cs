using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Granary.SocketLoops.Outbound;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>Outbound connections on the loops, as <c>SocketsHttpHandler</c> uses them.</summary>
public abstract class OutboundSuite : LoopBackendSuite
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Http_client_calls_through_the_loops(int major)
    {
        SkipIfMissing();
        await using var server = await TestServer.HttpAsync(
            this,
            static async context =>
            {
                using var whole = new MemoryStream();
                await context.Request.Body.CopyToAsync(whole);
                await context.Response.Body.WriteAsync(whole.ToArray());
            },
            major == 1 ? HttpProtocols.Http1 : HttpProtocols.Http2);
        var connector = server.Services.GetRequiredService<LoopConnector>();
        Assert.Equal(Backend, connector.Backend);
        using (var client = Client(connector, major))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
            {
                for (var round = 0; round < 20; round++)
                {
                    var sent = new byte[1 + (number * 10_000)];
                    new Random(number).NextBytes(sent);
                    using var content = new ByteArrayContent(sent);
                    using var answer = await client.PostAsync(server.Address, content, Token);
                    Assert.Equal(sent, await answer.Content.ReadAsByteArrayAsync(Token));
                }
            })).Within();
        }

        await connector.DisposeAsync();
    }

    [Fact]
    public async Task Refused_connection_is_told_as_such()
    {
        SkipIfMissing();
        await using var server = await TestServer.HttpAsync(this, static context => context.Response.WriteAsync("x"));
        var connector = server.Services.GetRequiredService<LoopConnector>();
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var error = await Assert.ThrowsAsync<SocketException>(() =>
            connector.ConnectAsync("127.0.0.1", ((IPEndPoint)free.LocalEndPoint!).Port, Token).AsTask().Within());
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        await connector.DisposeAsync();
    }

    [Fact]
    public async Task Cancelled_call_ends_at_once_and_leaves_nothing()
    {
        SkipIfMissing();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.HttpAsync(this, async context =>
        {
            // Whoever waits for the answer goes: the request is aborted when the answer cannot be delivered.
            started.SetResult();
            await context.Response.StartAsync();
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string('x', 100_000));
            }
        });
        var connector = server.Services.GetRequiredService<LoopConnector>();
        using (var client = Client(connector, 1))
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var answer = await client.GetAsync(server.Address, HttpCompletionOption.ResponseHeadersRead, cancel.Token).Within();
            await started.Task.Within();
            var reading = answer.Content.CopyToAsync(Stream.Null, cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => reading.Within());
            answer.Dispose();
        }

        await connector.DisposeAsync();
    }

    private static HttpClient Client(LoopConnector connector, int major) => new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = connector.ConnectAsync })
    {
        DefaultRequestVersion = major == 1 ? HttpVersion.Version11 : HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
