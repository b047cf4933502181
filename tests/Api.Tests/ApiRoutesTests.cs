using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Abstractions.Runs;
using Granary.Admission;
using Granary.Admission.Explanations;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

using NSubstitute;

namespace Granary.Api.Tests;

/// <summary>The routes over substitutes of everything behind them.</summary>
public sealed class ApiRoutesTests : IAsyncLifetime
{
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IRunSubmissionGrain _submission = Substitute.For<IRunSubmissionGrain>();
    private readonly IRunDirectoryGrain _directory = Substitute.For<IRunDirectoryGrain>();
    private readonly IAliasDirectory _aliases = Substitute.For<IAliasDirectory>();
    private readonly IModelCalls _models = Substitute.For<IModelCalls>();
    private readonly IRequestAdmission _admission = Substitute.For<IRequestAdmission>();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _grains.GetGrain<IRunSubmissionGrain>(0).Returns(_submission);
        _grains.GetGrain<IRunDirectoryGrain>("default").Returns(_directory);
        var alias = new ModelAlias("writer", "p", "simulator", "m", "chat", 8, false);
        _aliases.Find("writer").Returns(alias);
        _aliases.All.Returns([alias]);
        _app = ApiHost.Build(services => services
            .AddSingleton(_grains)
            .AddSingleton(_aliases)
            .AddSingleton(_models)
            .AddSingleton(_admission));
        await _app.StartAsync();
        _http = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Live_answers_without_anything_behind_it()
    {
        using var response = await _http.GetAsync("healthz/live", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("req_", response.Headers.GetValues("x-request-id").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1/explain", 400)]
    [InlineData("v1/explain?alias=writer&request=r", 400)]
    [InlineData("v1/explain?alias=writer&band=fast", 400)]
    [InlineData("v1/explain?alias=writer&run=r", 400)]
    [InlineData("v1/explain?alias=nobody", 404)]
    [InlineData("v1/explain?request=req_2", 404)]
    [InlineData("v1/explain?alias=writer&band=standard", 404)]
    public async Task Explain_says_what_is_wrong_with_the_question(string path, int status)
    {
        using var response = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Explain_tells_the_layer_its_numbers_and_its_instants()
    {
        var key = new ResourceKey("p", "m", Domain.Chat);
        var snapshot = new AgentSnapshot(
            key, 100, 7, 8, 8, 3, 4, 2, 3, 3, [0, 0, 1], TimeSpan.FromSeconds(20), null, GateState.Open, 6, 9, 6, null, default,
            ImmutableSortedDictionary<string, int>.Empty, 1);
        _admission.Explain(key, "default", Band.Bulk).Returns(new WaitExplanation(
            key, "default", Band.Bulk, WaitState.Blocked, 100, 7, "blocked", [new WaitLayer("cooldown", DenialReason.Cooldown, DenialBinding.None, 3, 3, 90, 120, EarliestBasis.Exact, "why")],
            1, TimeSpan.FromSeconds(21.5), [new WaitersAhead(Band.Bulk, "", 1, 0, 1)], null, null, snapshot));
        var json = JsonDocument.Parse(await _http.GetStringAsync("v1/explain?alias=writer&band=bulk", TestContext.Current.CancellationToken)).RootElement;
        var layer = json.GetProperty("waitingFor")[0];
        var asOf = json.GetProperty("asOf").GetDateTimeOffset();
        Assert.Equal(("blocked", "cooldown", "exact", 4), (json.GetProperty("state").GetString(), layer.GetProperty("layer").GetString(), layer.GetProperty("basis").GetString(), layer.GetProperty("limit").GetProperty("inForce").GetInt32()));
        Assert.Equal((-10.0, 20.0), ((layer.GetProperty("since").GetDateTimeOffset() - asOf).TotalSeconds, (layer.GetProperty("earliest").GetDateTimeOffset() - asOf).TotalSeconds));
        Assert.Equal((21500, "others"), (json.GetProperty("estimateMs").GetInt32(), json.GetProperty("ahead")[0].GetProperty("tenant").GetString()));
    }

    [Fact]
    public async Task Unknown_route_is_a_problem_that_names_it()
    {
        var (status, problem) = await SendAsync(HttpMethod.Get, "v1/nothing");
        Assert.Equal(404, status);
        Assert.Equal("not_found", problem.GetProperty("code").GetString());
        Assert.Contains("/v1/nothing", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_query_parameter_is_refused_with_the_known_ones()
    {
        var (status, problem) = await SendAsync(HttpMethod.Get, "v1/runs?stat=running");
        Assert.Equal(400, status);
        Assert.Contains("state, name, after, limit", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_errors_come_together()
    {
        _submission.SubmitAsync(Arg.Any<RunSubmission>()).Returns(new RunSubmissionResult(
            RunSubmissionOutcome.Invalid,
            null,
            [
                new RunDocumentError("run_bad_value", null, "/rows", 3, 7, "rows is 0", "from 1"),
                new RunDocumentError("run_cycle", "a", "/columns/0", 5, 1, "a → b → a", null),
            ],
            null));
        var (status, problem) = await SendAsync(HttpMethod.Post, "v1/runs", "run: 1", "application/yaml");
        Assert.Equal(422, status);
        Assert.Equal(2, problem.GetProperty("errors").GetArrayLength());
        Assert.Equal(3, problem.GetProperty("errors")[0].GetProperty("line").GetInt32());
        Assert.Equal("from 1", problem.GetProperty("errors")[0].GetProperty("hint").GetString());
    }

    [Fact]
    public async Task Overrides_travel_with_the_document()
    {
        _submission.ValidateAsync(Arg.Any<RunSubmission>()).Returns(new RunValidation(true, [], ["a"], [], 5, []));
        var (status, _) = await SendAsync(HttpMethod.Post, "v1/runs/validate?rows=5&band=bulk&resume=always&seed=file-1", "run: 1", "application/yaml");
        Assert.Equal(200, status);
        await _submission.Received().ValidateAsync(Arg.Is<RunSubmission>(static s =>
            s.Rows == 5 && s.Band == "bulk" && s.Resume == "always" && s.SeedPath == "file-1" && s.Format == "yaml"));
    }

    [Fact]
    public async Task Content_type_decides_the_format_and_an_unknown_one_is_refused()
    {
        var (status, _) = await SendAsync(HttpMethod.Post, "v1/runs", "run: 1", "text/plain");
        Assert.Equal(415, status);
    }

    [Fact]
    public async Task Foreign_run_is_the_same_as_none()
    {
        _directory.OwnsAsync("r_1").Returns(false);
        foreach (var (method, path) in ((HttpMethod, string)[])
            [(HttpMethod.Get, "v1/runs/r_1"), (HttpMethod.Post, "v1/runs/r_1/pause"), (HttpMethod.Get, "v1/runs/r_1/results"), (HttpMethod.Get, "v1/runs/r_1/events")])
        {
            var (status, problem) = await SendAsync(method, path);
            Assert.Equal(404, status);
            Assert.Equal("not_found", problem.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Relayed_bytes_and_progress_reach_the_caller()
    {
        _models.RelayAsync(Arg.Any<RelayCall>(), Arg.Any<IRelaySink>(), Arg.Any<CancellationToken>()).Returns(async call =>
        {
            var progress = new RelayProgress("p", 2, TimeSpan.FromMilliseconds(40), "up-1");
            var sink = call.Arg<IRelaySink>();
            await sink.StartAsync(200, [new("content-type", "application/json")], progress, CancellationToken.None);
            await sink.WriteAsync("{\"ok\":1}"u8.ToArray(), CancellationToken.None);
            return new RelayResult(RelayEnd.Relayed, null, null, progress);
        });
        using var content = new StringContent("""{"model":"writer","messages":[]}""", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync("v1/chat/completions", content, TestContext.Current.CancellationToken);
        Assert.Equal("{\"ok\":1}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("2", response.Headers.GetValues("Granary-Attempts").Single());
        Assert.Equal("40", response.Headers.GetValues("Granary-Waited-Ms").Single());
        Assert.Equal("up-1", response.Headers.GetValues("Granary-Upstream-Request-Id").Single());
    }

    [Fact]
    public async Task Denied_call_says_when_to_come_back()
    {
        _models.RelayAsync(Arg.Any<RelayCall>(), Arg.Any<IRelaySink>(), Arg.Any<CancellationToken>()).Returns(new RelayResult(
            RelayEnd.Denied, null, new AdmissionRefusal("cooldown", null, "blocked for 1.5 s", TimeSpan.FromMilliseconds(1500), 4),
            new RelayProgress("p", 0, TimeSpan.Zero, null)));
        using var content = new StringContent("""{"model":"writer","messages":[]}""", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync("v1/chat/completions", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(new RetryConditionHeaderValue(TimeSpan.FromSeconds(2)), response.Headers.RetryAfter);
        Assert.Equal("1500", response.Headers.GetValues("retry-after-ms").Single());
        Assert.Equal("true", response.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task Fresh_event_stream_starts_with_a_snapshot_and_ends_with_end()
    {
        var run = Substitute.For<IRunGrain>();
        _directory.OwnsAsync("r_1").Returns(true);
        _grains.GetGrain<IRunGrain>("r_1").Returns(run);
        var view = View();
        run.ReadEventsAsync(long.MaxValue, TimeSpan.Zero, Arg.Any<CancellationToken>()).Returns(new RunEventPage(true, "e", 0, [], view, false, 7));
        run.ReadEventsAsync(7, Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Returns(
            new RunEventPage(true, "e", 0, [new RunEvent(8, "progress", "{}"), new RunEvent(9, "end", "{}")], view, true, 9));
        var text = await _http.GetStringAsync("v1/runs/r_1/events", TestContext.Current.CancellationToken);
        Assert.StartsWith("retry: 2000\n\nid: e-7\nevent: snapshot\n", text, StringComparison.Ordinal);
        Assert.EndsWith("id: e-8\nevent: progress\ndata: {}\n\nid: e-9\nevent: end\ndata: {}\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reader_of_another_activation_gets_a_gap_and_a_snapshot()
    {
        var run = Substitute.For<IRunGrain>();
        _directory.OwnsAsync("r_1").Returns(true);
        _grains.GetGrain<IRunGrain>("r_1").Returns(run);
        run.ReadEventsAsync(long.MaxValue, TimeSpan.Zero, Arg.Any<CancellationToken>()).Returns(new RunEventPage(true, "new", 0, [], View(), true, 3));
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/runs/r_1/events");
        request.Headers.Add("Last-Event-ID", "old-812");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("event: gap\n", text, StringComparison.Ordinal);
        Assert.Contains("id: new-3\nevent: snapshot\n", text, StringComparison.Ordinal);
        Assert.Contains("event: end\n", text, StringComparison.Ordinal);
    }

    private static RunView View() => new(
        "r_1", "n", "default", RunState.Running, null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "bulk",
        ImmutableSortedDictionary<string, string>.Empty, null, new RunRows(1, 0, 0, 0, 1), new RunCells(0, 0, 0, 0, 0, 0), new RunRate(0, 0, 0), null,
        new RunUsage(0, 0, 0, 0, 0), [], ImmutableSortedDictionary<string, long>.Empty, new RunGroups(1, 1, 0, 1), null, [], null, null);

    private Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json") =>
        _http.AskAsync(method, path, body, type);
}
