using System.Net;
using System.Text;
using System.Text.Json;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

using NSubstitute;

namespace Granary.Api.Tests;

/// <summary>All routes on a server in memory. Behind them stands what a test registers; of what every host has to bring, the rest are substitutes that say nothing.</summary>
internal static class ApiHost
{
    /// <summary>Built and mapped, not started.</summary>
    public static WebApplication Build(Action<IServiceCollection> behind, params IEnumerable<(string Key, string Value)> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        behind(builder.Services);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(Substitute.For<IGrainFactory>());
        builder.Services.TryAddSingleton(Substitute.For<IAliasDirectory>());
        builder.Services.TryAddSingleton(Substitute.For<IModelCalls>());
        builder.Services.TryAddSingleton(Substitute.For<IEndpointViews>());
        builder.Services.TryAddSingleton(Substitute.For<IArtifactStore>());
        builder.Services.AddGranaryApi(builder.Configuration);
        var app = builder.Build();
        app.MapGranaryApi();
        return app;
    }

    /// <summary>Sends a request and reads its answer, which is JSON, or nothing with a 204.</summary>
    public static async Task<(int Status, JsonElement Body)> AskAsync(
        this HttpClient http, HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.StatusCode == HttpStatusCode.NoContent ? default : await response.JsonAsync());
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
}
