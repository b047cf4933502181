using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Granary.SocketLoops.Loops;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>HTTP on the transport.</summary>
public abstract class KestrelSuite : LoopBackendSuite
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Http1_answers_a_thousand_requests_of_sixteen_clients(bool inline)
    {
        SkipIfMissing();
        await using var server = await TestServer.HttpAsync(this, HelloAsync, HttpProtocols.Http1, ("Loops:Inline", inline ? "true" : "false"));
        await RequestManyAsync(server, HttpVersion.Version11);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Http2_without_tls_answers_a_thousand_requests_of_sixteen_clients(bool inline)
    {
        SkipIfMissing();
        await using var server = await TestServer.HttpAsync(this, HelloAsync, HttpProtocols.Http2, ("Loops:Inline", inline ? "true" : "false"));
        await RequestManyAsync(server, HttpVersion.Version20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tls_carries_both_protocols(int major)
    {
        SkipIfMissing();
        using var certificate = SelfSigned();
        await using var server = await TestServer.StartAsync(
            this,
            Place.Tcp,
            listen => listen.UseHttps(certificate),
            static app => app.Run(HelloAsync));
        // The test's own certificate.
#pragma warning disable MA0039
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
#pragma warning restore MA0039
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = new Version(major, major == 1 ? 1 : 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        for (var index = 0; index < 20; index++)
        {
            Assert.Equal("Hello, World!", await client.GetStringAsync(new Uri($"https://127.0.0.1:{((IPEndPoint)server.EndPoint).Port}/"), Token).Within());
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public async Task Upload_and_download_of_eight_megabytes_are_byte_exact(int major, bool inline)
    {
        SkipIfMissing();
        await using var server = await TestServer.HttpAsync(
            this,
            static async context =>
            {
                // The client sends everything before it reads anything.
                using var whole = new MemoryStream();
                await context.Request.Body.CopyToAsync(whole);
                context.Response.ContentLength = whole.Length;
                whole.Position = 0;
                await whole.CopyToAsync(context.Response.Body);
            },
            major == 1 ? HttpProtocols.Http1 : HttpProtocols.Http2,
            ("Loops:Inline", inline ? "true" : "false"));
        using var client = Client(major == 1 ? HttpVersion.Version11 : HttpVersion.Version20);
        var sent = new byte[8 * 1024 * 1024];
        new Random(3).NextBytes(sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address)
        {
            Content = new ByteArrayContent(sent),
            Version = client.DefaultRequestVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token).Within();
        var received = await answer.Content.ReadAsByteArrayAsync(Token).Within();
        Assert.True(sent.AsSpan().SequenceEqual(received), $"{received.Length} bytes came back, or others");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Answer_to_a_quiet_client_leaves_when_it_is_written(int major)
    {
        SkipIfMissing();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.HttpAsync(
            this,
            async context =>
            {
                await context.Response.WriteAsync("first");
                await context.Response.Body.FlushAsync();
                await release.Task;
                await context.Response.WriteAsync("last");
            },
            major == 1 ? HttpProtocols.Http1 : HttpProtocols.Http2);
        using var client = Client(major == 1 ? HttpVersion.Version11 : HttpVersion.Version20);
        await using var body = await client.GetStreamAsync(server.Address, Token).Within();
        var buffer = new byte[16];
        Assert.Equal("first", Encoding.ASCII.GetString(buffer, 0, await body.ReadAtLeastAsync(buffer, 5, true, Token).Within()));

        // The client is silent: nothing but the write itself can move the rest.
        release.SetResult();
        Assert.Equal("last", Encoding.ASCII.GetString(buffer, 0, await body.ReadAtLeastAsync(buffer, 4, true, Token).Within()));
    }

    [Fact]
    public async Task Drain_lets_a_request_in_flight_finish()
    {
        SkipIfMissing();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.HttpAsync(this, async context =>
        {
            started.SetResult();
            await release.Task;
            await context.Response.WriteAsync("done");
        });
        using var client = Client(HttpVersion.Version11);
        var answer = client.GetStringAsync(server.Address, Token);
        await started.Task.Within();
        var stop = server.StopAsync();

        // The port is free at once, while the request goes on.
        await Until.HoldsAsync(() => IsFree((IPEndPoint)server.EndPoint), () => "the port is still taken");
        Assert.False(stop.IsCompleted);
        release.SetResult();
        Assert.Equal("done", await answer.Within());
        await stop;
    }

    [Fact]
    public async Task Request_that_outlives_the_drain_limit_is_aborted()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport has no limit of its own.");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.HttpAsync(
            this,
            async context =>
            {
                var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
                started.SetResult();
                await gone.Task;
            },
            HttpProtocols.Http1,
            ("Loops:ShutdownTimeout", "00:00:00.050"));
        using var client = Client(HttpVersion.Version11);
        var answer = client.GetStringAsync(server.Address, Token);
        await started.Task.Within();
        await server.StopAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Within());
    }

    [Fact]
    public async Task Inline_handler_runs_on_a_loop_and_comes_back_to_it_after_an_await()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport has no loops.");
        await using var server = await TestServer.HttpAsync(
            this,
            static async context =>
            {
                var before = SynchronizationContext.Current is LoopSynchronizationContext;
                await Task.Run(static () => { });
                await context.Response.WriteAsync($"{before} {SynchronizationContext.Current is LoopSynchronizationContext}");
            },
            HttpProtocols.Http1,
            ("Loops:Inline", "true"));
        using var client = Client(HttpVersion.Version11);

        // The first request of a connection is read by the thread that starts it; those after it by the loop.
        await client.GetStringAsync(server.Address, Token).Within();
        await Until.HoldsAsync(
            () => server.Groups.All.SelectMany(static group => group.Connections).All(static connection => connection.Reader.IsWaiting), () => "nobody waits");
        Assert.Equal("True True", await client.GetStringAsync(server.Address, Token).Within());
    }

    [Fact]
    public async Task Endpoint_that_stalls_its_loop_three_times_loses_inline_for_new_connections()
    {
        SkipIfMissing();
        Assert.SkipUnless(KeepsHalfOpen, "The stock transport has no loops.");
        await using var server = await TestServer.HttpAsync(
            this,
            static context =>
            {
                var onLoop = SynchronizationContext.Current is LoopSynchronizationContext;
                var began = TimeProvider.System.GetTimestamp();
                while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMilliseconds(3))
                {
                    Thread.SpinWait(50);
                }

                return context.Response.WriteAsync(onLoop ? "loop" : "pool");
            },
            HttpProtocols.Http1,
            ("Loops:Inline", "true"),
            ("Loops:StallThreshold", "00:00:00.001"));
        using (var client = Client(HttpVersion.Version11))
        {
            await Until.HoldsAsync(
                () =>
                {
                    client.GetStringAsync(server.Address, Token).GetAwaiter().GetResult();
                    return server.Logs.Entries.Any(static entry => entry.EventId == 4041);
                },
                () => "inline was never withdrawn");
        }

        using var later = Client(HttpVersion.Version11);
        for (var index = 0; index < 5; index++)
        {
            Assert.Equal("pool", await later.GetStringAsync(server.Address, Token).Within());
        }

        Assert.Single(server.Logs.Entries, static entry => entry.EventId == 4041);
    }

    internal static HttpClient Client(Version version) => new(new SocketsHttpHandler { UseProxy = false })
    {
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static Task HelloAsync(HttpContext context) => context.Response.WriteAsync("Hello, World!");

    private static async Task RequestManyAsync(TestServer server, Version version) => await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
    {
        using var client = Client(version);
        for (var index = 0; index < 63; index++)
        {
            Assert.Equal("Hello, World!", await client.GetStringAsync(server.Address, Token));
        }
    })).Within();

    private static bool IsFree(IPEndPoint endpoint)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(endpoint);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
