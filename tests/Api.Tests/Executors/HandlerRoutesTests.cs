using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;

using Granary.Abstractions.Executors;
using Granary.Api.Executors;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

using NSubstitute;

namespace Granary.Api.Tests.Executors;

/// <summary>Handler routes of an embedding application.</summary>
public sealed class HandlerRoutesTests
{
    private readonly IHandlerCalls _handlers = Substitute.For<IHandlerCalls>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IExecutorRoutesGrain _table = Substitute.For<IExecutorRoutesGrain>();
    private readonly List<HandlerCall> _calls = [];

    public HandlerRoutesTests()
    {
        _grains.GetGrain<IExecutorRoutesGrain>("cluster").Returns(_table);
        _table.ReadAsync(null, Arg.Any<TimeSpan>()).Returns(new ExecutorRouteTable("v1", ImmutableSortedDictionary<string, ExecutorRouteOverride>.Empty));
        _table.ReadAsync("v1", Arg.Any<TimeSpan>()).Returns(new TaskCompletionSource<ExecutorRouteTable>().Task);
        _handlers.CallAsync(Arg.Do<HandlerCall>(_calls.Add), Arg.Any<CancellationToken>()).Returns(TaskOutcome.Of(TaskPayload.Json("""{"pages":3}"""u8.ToArray())));
    }

    [Fact]
    public async Task Marked_route_runs_in_its_pool_and_an_unmarked_one_inline()
    {
        await using var app = await StartAsync(static routes =>
        {
            routes.MapHandler<PdfInput, PdfOutput>("/render", "pdf.render").WithExecutor("pdf");
            routes.MapHandler<PdfInput, PdfOutput>("/count", "pdf.count");
        });
        using var http = app.GetTestClient();
        var (status, body) = await PostAsync(http, "render", """{"text":"x","copies":2}""");
        Assert.Equal((200, 3), (status, body.GetProperty("pages").GetInt32()));
        await PostAsync(http, "count", """{"text":"x","copies":2}""");
        Assert.Equal([("pdf", "pdf.render"), ("", "pdf.count")], _calls.Select(static call => (call.Pool, call.Handler)));
    }

    [Fact]
    public async Task Input_that_does_not_fit_is_refused_with_its_pointer_before_anybody_is_called()
    {
        await using var app = await StartAsync(static routes => routes.MapHandler<PdfInput, PdfOutput>("/render", "pdf.render"));
        using var http = app.GetTestClient();
        var (status, problem) = await PostAsync(http, "render", """{"text":"x","copies":"two"}""");
        Assert.Equal((422, "invalid_input"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal("/copies", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Empty(_calls);
    }

    [Theory]
    [InlineData(TaskFailureCodes.Overloaded, 503)]
    [InlineData(TaskFailureCodes.WorkerLost, 502)]
    [InlineData(TaskFailureCodes.TimedOut, 504)]
    [InlineData(TaskFailureCodes.Failed, 500)]
    public async Task Failed_call_has_the_status_of_its_code(string code, int expected)
    {
        _handlers.CallAsync(Arg.Any<HandlerCall>(), Arg.Any<CancellationToken>()).Returns(TaskOutcome.Failed(new TaskFailure(code, "why", RetryAfter: TimeSpan.FromSeconds(2))));
        await using var app = await StartAsync(static routes => routes.MapHandler<PdfInput, PdfOutput>("/render", "pdf.render"));
        using var http = app.GetTestClient();
        using var content = new StringContent("""{"text":"x","copies":1}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("render", content, TestContext.Current.CancellationToken);
        Assert.Equal((expected, "2"), ((int)response.StatusCode, response.Headers.GetValues("Retry-After").Single()));
    }

    [Fact]
    public async Task Route_to_an_unknown_pool_stops_the_start_and_is_named()
    {
        _handlers.Check("pfd", "pdf.render", null).Returns(new TaskFailure(TaskFailureCodes.UnknownPool, "There is no executor pool 'pfd'."));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(static routes => routes.MapHandler<PdfInput, PdfOutput>("/render", "pdf.render").WithExecutor("pfd")));
        Assert.Contains("'render'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'pfd'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Override_sends_new_calls_elsewhere_and_is_undone()
    {
        var second = new TaskCompletionSource<ExecutorRouteTable>();
        _table.ReadAsync("v1", Arg.Any<TimeSpan>()).Returns(second.Task);
        var heard = new TaskCompletionSource();
        _table.ReadAsync("v2", Arg.Any<TimeSpan>()).Returns(_ =>
        {
            heard.TrySetResult();
            return new TaskCompletionSource<ExecutorRouteTable>().Task;
        });
        await using var app = await StartAsync(static routes => routes.MapHandler<PdfInput, PdfOutput>("/render", "pdf.render").WithExecutor("pdf"));
        using var http = app.GetTestClient();
        using var put = new StringContent("""{"disabled":true}""", Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync("admin/executors/routes/render", put, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await _table.Received().SetAsync("render", new ExecutorRouteOverride(true, null));
        second.SetResult(new ExecutorRouteTable("v2", ImmutableSortedDictionary<string, ExecutorRouteOverride>.Empty.Add("render", new ExecutorRouteOverride(true, null))));
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
        await PostAsync(http, "render", """{"text":"x","copies":1}""");
        Assert.Equal("", _calls.Single().Pool);
        using var delete = await http.DeleteAsync("admin/executors/routes/render", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, delete.StatusCode);
        await _table.Received().SetAsync("render", null);
    }

    [Theory]
    [InlineData("render", """{"disabled":true}""", 409, "not_inline")]
    [InlineData("render", """{"pool":"nowhere"}""", 400, "unknown_pool")]
    [InlineData("render", """{"disabled":1}""", 400, "invalid_body")]
    [InlineData("other", """{"disabled":true}""", 404, "not_found")]
    public async Task Override_that_cannot_be_is_refused(string route, string body, int expected, string code)
    {
        await using var app = await StartAsync(static routes => routes.MapHandler<PdfInput, PdfOutput>("/render", "pdf:render").WithExecutor("pdf"));
        _handlers.Check("", "pdf:render", null).Returns(new TaskFailure(TaskFailureCodes.UnknownHandler, "no"));
        _handlers.Check("nowhere", "pdf:render", null).Returns(new TaskFailure(TaskFailureCodes.UnknownPool, "no"));
        using var http = app.GetTestClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PutAsync("admin/executors/routes/" + route, content, TestContext.Current.CancellationToken);
        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(code, (await response.JsonAsync()).GetProperty("code").GetString());
    }

    private async Task<WebApplication> StartAsync(Action<WebApplication> map)
    {
        var app = ApiHost.Build(services => services.AddSingleton(_grains).AddSingleton(_handlers));
        map(app);
        await app.StartAsync();
        return app;
    }

    private static Task<(int Status, JsonElement Body)> PostAsync(HttpClient http, string path, string body) => http.AskAsync(HttpMethod.Post, path, body);
}
