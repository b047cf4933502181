using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Grains.Simulator;

/// <summary>A simulated provider served on 127.0.0.1 over real sockets. Reads no configuration file and no environment.</summary>
internal sealed class ProviderSimulatorHost : IAsyncDisposable
{
    private const long LargestBody = 32 << 20;
    private readonly WebApplication _app;

    private ProviderSimulatorHost(WebApplication app, SimulatedProvider provider)
    {
        _app = app;
        Provider = provider;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        BaseUrl = new Uri(address + "/v1");
    }

    /// <summary>What the server answers with.</summary>
    public SimulatedProvider Provider { get; }

    /// <summary>Address for a client, `/v1` included.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Begins to listen; it answers when this returns.</summary>
    public static async Task<ProviderSimulatorHost> StartAsync(SimulatorSettings settings, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var provider = new SimulatedProvider(settings, time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.Run(context => ServeAsync(provider, context));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new ProviderSimulatorHost(app, provider);
    }

    /// <summary>Completes when the process is asked to stop, or the token is cancelled.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task ServeAsync(SimulatedProvider provider, HttpContext context)
    {
        var aborted = context.RequestAborted;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, aborted);
            var received = body.GetBuffer().AsMemory(0, (int)body.Length);
            using var answer = await provider.AnswerAsync(context.Request.Method, context.Request.Path.Value ?? "/", received, aborted);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            context.Response.ContentLength = answer.ContentLength;
            foreach (var (name, value) in answer.Headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.Body.FlushAsync(aborted);
            while (await answer.NextAsync(provider.Time, aborted) is { } piece)
            {
                await context.Response.Body.WriteAsync(piece, aborted);
                await context.Response.Body.FlushAsync(aborted);
            }
        }
        catch (BadHttpRequestException refused)
        {
            context.Response.StatusCode = refused.StatusCode;
        }
        catch (Exception dropped) when (dropped is IOException or OperationCanceledException)
        {
            // The simulated cut, or a caller that left: either way nothing more is said on this connection.
            context.Abort();
        }
    }
}
