using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

using Granary.Abstractions.Idempotency;
using Granary.Abstractions.Requests;
using Granary.Api.Callers;
using Granary.Api.Recovery;
using Granary.Api.Requests;
using Granary.Journal;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using NSubstitute;

namespace Granary.Api.Tests.Recovery;

/// <summary>A host with recovery in its pipeline, a journal in memory and whatever routes a test wants.</summary>
internal sealed class RecoveryRig : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;

    private RecoveryRig(WebApplication app)
    {
        _app = app;
        Http = app.GetTestClient();
        Http.Timeout = Patience;
    }

    public HttpClient Http { get; }

    public RequestJournal Journal => _app.Services.GetRequiredService<RequestJournal>();

    /// <summary>The other silos of a rig that was given some; set before anybody asks.</summary>
    public FakePeers Peers => (FakePeers)_app.Services.GetRequiredService<IRequestPeers>();

    public static async Task<RecoveryRig> StartAsync(
        MemoryJournal? journal,
        Action<WebApplication> map,
        Action<IServiceCollection>? services = null,
        ConcurrentDictionary<string, FakeIdempotencyGrain>? keys = null,
        params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Recovery:StartDelay"] = "00:00:00",
            ["Recovery:BackOff"] = "00:00:00.010",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)));
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        keys ??= new ConcurrentDictionary<string, FakeIdempotencyGrain>(StringComparer.Ordinal);
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IIdempotencyGrain>(Arg.Any<string>()).Returns(call => keys.GetOrAdd(call.ArgAt<string>(0), static _ => new FakeIdempotencyGrain()));
        builder.Services.AddSingleton(grains);
        var peers = new FakePeers(grains);
        builder.Services.AddSingleton<IRequestPeers>(peers);
        if (journal is not null)
        {
            builder.Services.AddSingleton<IJournalBackend>(journal);
        }

        services?.Invoke(builder.Services);
        builder.Services.AddGranaryRecovery(builder.Configuration);
        var app = builder.Build();
        app.UseMiddleware<RequestIdentity>();
        app.UseMiddleware<UnhandledErrors>();
        app.UseGranaryRecovery();
        RequestEndpoints.Map(app);
        JournalEndpoints.Map(app);
        map(app);
        await app.StartAsync();
        return new RecoveryRig(app);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "text/plain");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<(int Status, JsonElement Body)> JsonAsync(HttpMethod method, string path, string? body = null)
    {
        using var response = await SendAsync(method, path, body);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes));
    }

    /// <summary>Looks at a request until it stands as wanted; what it waits for is work of the host, never a span of time.</summary>
    public async Task<JsonElement> UntilAsync(string id, string state)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var (status, view) = await JsonAsync(HttpMethod.Get, "v1/requests/" + id);
            if (status == 200 && view.GetProperty("state").GetString() == state)
            {
                return view;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
