using System.Text.Json;

using Granary.Abstractions.Executors;
using Granary.Api.Executors;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

using NSubstitute;

namespace Granary.Api.Tests.Executors;

/// <summary>The routes over executor pools, and this server's own handler routes.</summary>
public sealed class ExecutorPoolRoutesTests : IAsyncLifetime
{
    private readonly IExecutorAdministration _pools = Substitute.For<IExecutorAdministration>();
    private readonly IHandlerCalls _handlers = Substitute.For<IHandlerCalls>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private ExecutorPoolView _view = new(
        "text", "process", Required: true, Bypass: false, "ready", null, 2, 3, 1, 2, 4, 0, 0, 10, 5, 1, 1, 7, 0, 1.5, 0.25,
        [new ExecutorWorkerEntry(0, "ready", 4711, 0, 2, 2, 9, 1000, 60_000)], [new ExecutorLaneEntry(1, "broken disk", false)], ["tasks:statistics"]);

    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _pools.Pools().Returns(_ => [_view]);
        _pools.Pool("text").Returns(_ => _view);
        _pools.OptionsOf("text").Returns(new Dictionary<string, string?> { ["MaxPending"] = "100" });
        var table = Substitute.For<IExecutorRoutesGrain>();
        _grains.GetGrain<IExecutorRoutesGrain>("cluster").Returns(table);
        table.ReadAsync(Arg.Any<string?>(), Arg.Any<TimeSpan>()).Returns(new TaskCompletionSource<ExecutorRouteTable>().Task);
        _app = Build(("Api:Handlers:words:Handler", "tasks:statistics"), ("Api:Handlers:words:Pool", "text"));
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _http = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Metrics_have_one_entry_per_pool_with_counts_that_add_up()
    {
        var (status, body) = await SendAsync(HttpMethod.Get, "metrics/executors");
        Assert.Equal(200, status);
        var pool = Assert.Single(body.EnumerateArray());
        Assert.Equal(
            "text process False ready 3 1 2 4 10 5 1 1 7 1.5 0.25",
            string.Join(' ', new[]
            {
                "name", "kind", "bypass", "state", "pending", "queued", "running", "waiting", "submitted", "completed", "failed", "cancelled", "rejected", "meanRunMs", "meanWaitMs",
            }.Select(name => pool.GetProperty(name).ToString())));
        var worker = Assert.Single(pool.GetProperty("workers").EnumerateArray());
        Assert.Equal("4711 2 9 1000 60000", string.Join(' ', new[] { "pid", "lanes", "tasks", "memoryBytes", "uptimeMs" }.Select(name => worker.GetProperty(name).ToString())));
    }

    [Fact]
    public async Task One_pool_is_shown_with_its_options_and_an_unknown_one_lists_those_there_are()
    {
        var (status, body) = await SendAsync(HttpMethod.Get, "admin/executors/text");
        Assert.Equal((200, "100"), (status, body.GetProperty("options").GetProperty("MaxPending").GetString()));
        var (missing, problem) = await SendAsync(HttpMethod.Get, "admin/executors/texts");
        Assert.Equal((404, "not_found"), (missing, problem.GetProperty("code").GetString()));
        Assert.Contains("text", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lane_is_paused_with_its_reason_and_resumed()
    {
        var (status, _) = await SendAsync(HttpMethod.Post, "admin/executors/text/lanes/1/pause", """{"reason":"disk"}""");
        Assert.Equal(200, status);
        _pools.Received().PauseLane("text", 1, "disk");
        await SendAsync(HttpMethod.Post, "admin/executors/text/lanes/1/resume");
        _pools.Received().PauseLane("text", 1, null);
    }

    [Theory]
    [InlineData("admin/executors/text/lanes/2/pause", """{"reason":"x"}""", 404, "not_found")]
    [InlineData("admin/executors/text/lanes/-1/pause", """{"reason":"x"}""", 404, "not_found")]
    [InlineData("admin/executors/text/lanes/one/pause", """{"reason":"x"}""", 404, "not_found")]
    [InlineData("admin/executors/other/lanes/0/pause", """{"reason":"x"}""", 404, "not_found")]
    [InlineData("admin/executors/text/lanes/0/pause", "", 400, "invalid_body")]
    [InlineData("admin/executors/text/lanes/0/pause", """{"reasons":"x"}""", 400, "invalid_body")]
    [InlineData("admin/executors/other/reload", "", 404, "not_found")]
    public async Task Action_that_cannot_be_is_refused(string path, string body, int expected, string code)
    {
        var (status, problem) = await SendAsync(HttpMethod.Post, path, body);
        Assert.Equal((expected, code), (status, problem.GetProperty("code").GetString()));
        _pools.DidNotReceiveWithAnyArgs().PauseLane("", 0, null);
    }

    [Fact]
    public async Task Reload_answers_when_the_workers_are_replaced_or_one_does_not_start()
    {
        _pools.ReloadAsync("text", Arg.Any<CancellationToken>()).Returns(true);
        Assert.Equal(200, (await SendAsync(HttpMethod.Post, "admin/executors/text/reload")).Status);
        _pools.ReloadAsync("text", Arg.Any<CancellationToken>()).Returns(false);
        _view = _view with { LastError = "the model is not there" };
        var (status, problem) = await SendAsync(HttpMethod.Post, "admin/executors/text/reload");
        Assert.Equal((409, "reload_failed"), (status, problem.GetProperty("code").GetString()));
        Assert.Contains("the model is not there", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_change_at_run_time_or_say_why_not()
    {
        _pools.Change("text", Arg.Any<IReadOnlyDictionary<string, string>>()).Returns(new ExecutorPoolChangeResult([], []));
        Assert.Equal(200, (await SendAsync(HttpMethod.Patch, "admin/executors/text", """{"MaxPending":5,"Grace":"00:00:01"}""")).Status);
        _pools.Received().Change("text", Arg.Is<IReadOnlyDictionary<string, string>>(settings => settings["MaxPending"] == "5" && settings["Grace"] == "00:00:01"));
        _pools.Change("text", Arg.Any<IReadOnlyDictionary<string, string>>()).Returns(new ExecutorPoolChangeResult(["MaxWorkers"], []));
        Assert.Equal(409, (await SendAsync(HttpMethod.Patch, "admin/executors/text", """{"MaxWorkers":5}""")).Status);
        _pools.Change("text", Arg.Any<IReadOnlyDictionary<string, string>>()).Returns(new ExecutorPoolChangeResult([], ["no"]));
        Assert.Equal(422, (await SendAsync(HttpMethod.Patch, "admin/executors/text", """{"MaxPending":0}""")).Status);
        foreach (var body in new[] { "", "[]", "{}", """{"a":{}}""", """{"a":1,"A":2}""" })
        {
            Assert.Equal(400, (await SendAsync(HttpMethod.Patch, "admin/executors/text", body)).Status);
        }
    }

    [Fact]
    public async Task Process_is_not_ready_before_a_required_pool_is()
    {
        _view = _view with { State = "starting" };
        var (status, body) = await SendAsync(HttpMethod.Get, "healthz/ready");
        Assert.Equal(503, status);
        Assert.Contains("the pool 'text' is starting", body.GetRawText(), StringComparison.Ordinal);
        _view = _view with { Required = false };
        Assert.DoesNotContain("the pool 'text'", (await SendAsync(HttpMethod.Get, "healthz/ready")).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configured_route_calls_its_handler_in_its_pool_with_the_callers_deadline()
    {
        HandlerCall? called = null;
        _handlers.CallAsync(Arg.Do<HandlerCall>(call => called = call), Arg.Any<CancellationToken>()).Returns(TaskOutcome.Of(TaskPayload.Json("""{"words":2}"""u8.ToArray())));
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/handlers/words") { Content = new StringContent("""{"text":"a b"}""") };
        request.Headers.Add("Granary-Deadline", "5s");
        request.Headers.Add("Granary-Band", "bulk");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("""{"words":2}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("text", "tasks:statistics", "bulk", TimeSpan.FromSeconds(5)), (called!.Pool, called.Handler, called.Band, called.TimeLeft));
    }

    [Fact]
    public async Task Result_that_is_too_large_is_our_fault_and_an_argument_the_callers()
    {
        _handlers.CallAsync(Arg.Any<HandlerCall>(), Arg.Any<CancellationToken>()).Returns(TaskOutcome.Failed(new TaskFailure(TaskFailureCodes.PayloadTooLarge, "no")));
        Assert.Equal(500, (await SendAsync(HttpMethod.Post, "v1/handlers/words", "{}")).Status);
        _handlers.CallAsync(Arg.Any<HandlerCall>(), Arg.Any<CancellationToken>()).Returns(TaskOutcome.Failed(new TaskFailure(TaskFailureCodes.PayloadTooLarge, "no", Pointer: "")));
        Assert.Equal(413, (await SendAsync(HttpMethod.Post, "v1/handlers/words", "{}")).Status);
    }

    [Fact]
    public async Task Route_whose_worker_has_no_such_handler_stops_the_start()
    {
        _handlers.CheckAtStartAsync("text", "tasks:static", Arg.Any<CancellationToken>()).Returns(new TaskFailure(TaskFailureCodes.UnknownHandler, "Did you mean tasks:statistics?"));
        await using var app = Build(("Api:Handlers:words:Handler", "tasks:static"), ("Api:Handlers:words:Pool", "text"));
        var error = await Assert.ThrowsAsync<HandlerRouteException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("'v1/handlers/words'", error.Message, StringComparison.Ordinal);
        Assert.Contains("tasks:statistics", error.Message, StringComparison.Ordinal);
    }

    private WebApplication Build(params (string Key, string Value)[] settings) =>
        ApiHost.Build(services => services.AddSingleton(_grains).AddSingleton(_pools).AddSingleton(_handlers), settings);

    private Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null) => _http.AskAsync(method, path, body);
}
