using System.Text;
using System.Text.Json;

using Granary.Silo.Hosting;

using Microsoft.AspNetCore.Builder;

namespace Granary.Silo.Tests.Loops;

/// <summary>The routes about sockets on a whole server.</summary>
public sealed class LoopEndpointsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-loops-").FullName;
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _app = GranaryHost.Build(["--listen=http://127.0.0.1:0", "--data=" + _folder, "--Logging:LogLevel:Default=Warning"]);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("GET", "admin/loops?connections=perhaps", null, 400, "invalid_query")]
    [InlineData("GET", "admin/loops?connection=true", null, 400, "invalid_query")]
    [InlineData("PATCH", "admin/loops", "", 400, "invalid_body")]
    [InlineData("PATCH", "admin/loops", "{}", 400, "invalid_body")]
    [InlineData("PATCH", "admin/loops", """{"Backlog": 5}""", 409, "needs_restart")]
    [InlineData("PATCH", "admin/loops", """{"MaxConnections": "many"}""", 422, "invalid_setting")]
    public async Task Question_that_cannot_be_answered_is_a_problem_like_all_others(string method, string path, string? body, int expected, string code)
    {
        var (status, problem) = await AskAsync(new HttpMethod(method), path, body);
        Assert.Equal((expected, code), (status, problem.GetProperty("code").GetString()));
        Assert.StartsWith("req_", problem.GetProperty("requestId").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_that_may_change_is_in_force_at_once()
    {
        var (status, settings) = await AskAsync(HttpMethod.Patch, "admin/loops", """{"MaxConnections": 5000}""");
        Assert.Equal((200, "5000"), (status, settings.GetProperty("MaxConnections").GetString()));
        var (_, view) = await AskAsync(HttpMethod.Get, "admin/loops?connections=false", null);
        Assert.Equal("5000", view.GetProperty("settings").GetProperty("MaxConnections").GetString());
    }

    private async Task<(int Status, JsonElement Body)> AskAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }
}
