using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

using Granary.Abstractions.Executors;
using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Admission;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

using NSubstitute;

namespace Granary.Api.Tests;

/// <summary>Gates by hand over HTTP.</summary>
public sealed class GateRoutesTests : IAsyncLifetime
{
    private readonly IEndpointGates _gates = Substitute.For<IEndpointGates>();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var aliases = Substitute.For<IAliasDirectory>();
        aliases.Find("writer").Returns(new ModelAlias("writer", "p", "simulator", "m", "chat", 8, false));
        _app = ApiHost.Build(services => services
            .AddSingleton(aliases)
            .AddSingleton(_gates)
            .AddSingleton(Substitute.For<IRequestAdmission>())
            .AddSingleton(Substitute.For<IHandlerCalls>())
            .AddSingleton(Substitute.For<IExecutorAdministration>()));
        await _app.StartAsync();
        _http = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Open_answers_the_state_afterwards()
    {
        _gates.OpenAsync("writer", Arg.Any<CancellationToken>()).Returns(View("probing"));
        var (status, answer) = await PostAsync("admin/providers/writer/open", "");
        Assert.Equal((HttpStatusCode.OK, "writer", "probing"), (status, answer.GetProperty("name").GetString(), answer.GetProperty("state").GetProperty("gate").GetString()));
    }

    [Theory]
    [InlineData("", 300)]
    [InlineData("""{"reason": "bill unpaid"}""", 300)]
    [InlineData("""{"until": "10m", "reason": null}""", 600)]
    public async Task Close_takes_a_time_or_its_default(string body, int seconds)
    {
        _gates.CloseAsync("writer", TimeSpan.FromSeconds(seconds), Arg.Any<CancellationToken>()).Returns(View("closed"));
        var (status, answer) = await PostAsync("admin/providers/writer/close", body);
        Assert.Equal((HttpStatusCode.OK, "closed"), (status, answer.GetProperty("state").GetProperty("gate").GetString()));
    }

    [Theory]
    [InlineData("admin/providers/nobody/open", "", 404)]
    [InlineData("admin/providers/writer/open", """{"until": "10m"}""", 400)]
    [InlineData("admin/providers/writer/open", "[]", 400)]
    [InlineData("admin/providers/writer/open", "{", 400)]
    [InlineData("admin/providers/writer/close", """{"until": "soon"}""", 400)]
    [InlineData("admin/providers/writer/close", """{"until": "2001-01-01T00:00:00Z"}""", 400)]
    [InlineData("admin/providers/writer/close", """{"until": "31d"}""", 400)]
    [InlineData("admin/providers/writer/close?now=1", "", 400)]
    public async Task Wrong_questions_turn_nothing(string path, string body, int expected)
    {
        var (status, _) = await PostAsync(path, body);
        Assert.Equal(expected, (int)status);
        Assert.Empty(_gates.ReceivedCalls());
    }

    private static EndpointView View(string gate) =>
        new("p", "m", "chat", "seek", 8, 8, 0, 1, 0, 0, ImmutableSortedDictionary<string, int>.Empty, 0, gate, 0, 0, null, 1, false);

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, string body)
    {
        var (status, answer) = await _http.AskAsync(HttpMethod.Post, path, body);
        return ((HttpStatusCode)status, answer);
    }
}
