using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Granary.SocketLoops;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Granary.Peers.Loops;

/// <summary>The measured server: the routes of the method on one transport, in a process of its own.</summary>
internal static class BenchServer
{
    private static readonly byte[] Text = "Hello, World!"u8.ToArray();
    private static readonly byte[] Large = new byte[64 * 1024];

    /// <summary><c>serve backend port http1|h2c inline|pool</c>; prints <c>ready</c>, ends at the end of its input.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (backend, port, protocol, inline) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), args[2], args[3] == "inline");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Loops:Backend"] = backend == "stock-inline" ? "sockets" : backend,
            ["Loops:Inline"] = inline ? "true" : "false",
            ["Loops:Loops"] = Environment.GetEnvironmentVariable("BENCH_LOOPS") ?? "0",
            ["Loops:SpinMicroseconds"] = Environment.GetEnvironmentVariable("BENCH_SPIN") ?? "0",
            // On a machine that others use a callback is late by no fault of its own, and three late ones would take "inline" away.
            ["Loops:StallThreshold"] = "00:00:05",
            ["Loops:Strict"] = "true",
            ["Loops:MaxConnections"] = "20000",
        });
        builder.WebHost.UseSocketLoops();
        if (backend == "stock-inline")
        {
            builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = protocol == "h2c" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        });
        await using var app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        Console.WriteLine("ready");

        // On a thread of its own: the console has no asynchronous read, and on one CPU a pool thread that blocks in it is the only one there is. Work then waits for the
        // pool's own rescue, half a second at a time.
        await Task.Factory.StartNew(static () => Console.In.ReadToEnd(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await app.StopAsync();
        return 0;
    }

    private static Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        switch (context.Request.Path.Value)
        {
            case "/wait":
                return WaitAsync(context);
            case "/large":
                response.ContentLength = Large.Length;
                return response.Body.WriteAsync(Large).AsTask();
            case "/upload":
                return UploadAsync(context);
            case "/digest":
                return DigestAsync(context);
            case "/bytes":
                return BytesAsync(context);
            case "/pool":
                return PoolAsync(context);
            default:
                response.ContentLength = Text.Length;
                response.ContentType = "text/plain";
                return response.Body.WriteAsync(Text).AsTask();
        }
    }

    private static async Task WaitAsync(HttpContext context)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        await context.Response.Body.WriteAsync(Text);
    }

    private static async Task PoolAsync(HttpContext context)
    {
        await Task.Yield();
        await context.Response.Body.WriteAsync(Text);
    }

    // What arrived, as its digest.
    private static async Task DigestAsync(HttpContext context) =>
        await context.Response.WriteAsync(Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body)));

    // 64 MB whose every byte is known.
    private static async Task BytesAsync(HttpContext context)
    {
        var piece = new byte[64 * 1024];
        context.Response.ContentLength = Clients.Bytes;
        for (var sent = 0; sent < Clients.Bytes; sent += piece.Length)
        {
            Clients.Fill(piece, sent);
            await context.Response.Body.WriteAsync(piece);
        }
    }

    private static async Task UploadAsync(HttpContext context)
    {
        var total = 0L;
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync();
            total += read.Buffer.Length;
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await context.Response.WriteAsync(total.ToString(CultureInfo.InvariantCulture));
    }
}
