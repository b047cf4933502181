using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

using NSubstitute;

namespace Granary.Api.Tests.Jobs;

/// <summary>The job routes over substitutes of the grains behind them.</summary>
public sealed class JobRoutesTests : IAsyncLifetime
{
    private const string Id = "job_01JABC";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IJobSubmissionGrain _submission = Substitute.For<IJobSubmissionGrain>();
    private readonly IJobDirectoryGrain _directory = Substitute.For<IJobDirectoryGrain>();
    private readonly IJobGrain _job = Substitute.For<IJobGrain>();
    private readonly IArtifactStore _artifacts = Substitute.For<IArtifactStore>();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _grains.GetGrain<IJobSubmissionGrain>(0).Returns(_submission);
        _grains.GetGrain<IJobDirectoryGrain>("default").Returns(_directory);
        _grains.GetGrain<IJobGrain>(Id).Returns(_job);
        _directory.OwnsAsync(Id).Returns(true);
        _app = ApiHost.Build(services => services.AddSingleton(_grains).AddSingleton(_artifacts));
        await _app.StartAsync();
        _http = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Submission_is_accepted_with_its_place_and_defaults()
    {
        _submission.SubmitAsync(Arg.Any<JobRequest>()).Returns(new JobSubmissionResult(View(JobState.Queued), null));
        using var response = await PostAsync("v1/jobs", """{"pool":"p","handler":"h","input":{"a":[1,"ä"]}}""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"/v1/jobs/{Id}", response.Headers.Location!.ToString());
        await _submission.Received().SubmitAsync(Arg.Is<JobRequest>(static request =>
            request.Pool == "p" && request.Handler == "h" && request.MaxAttempts == 3 && request.Retention == TimeSpan.FromHours(24) && request.Deadline == null
            && !request.RetryFailed && request.Tenant == "default" && request.Input.IsJson && Text(request.Input) == """{"a":[1,"ä"]}"""));
    }

    [Fact]
    public async Task Every_mistake_of_a_body_comes_with_its_pointer_in_one_answer()
    {
        var (status, problem) = await SendAsync("v1/jobs", """
            {"handler":"","polo":1,"maxAttempts":11,"retention":"5s","deadline":"2001-01-01T00:00:00Z","retry":"always","affinity":3,"input":1,"input":2}
            """);
        Assert.Equal(400, status);
        var errors = problem.GetProperty("errors").EnumerateArray().Select(static error => error.GetProperty("pointer").GetString()!).ToList();
        Assert.Equal(["/affinity", "/deadline", "/handler", "/input", "/maxAttempts", "/polo", "/pool", "/retention", "/retry"], errors.Order(StringComparer.Ordinal));
        Assert.Equal("unknown_field", problem.GetProperty("code").GetString());
        await _submission.DidNotReceive().SubmitAsync(Arg.Any<JobRequest>());
    }

    [Theory]
    [InlineData("nothing", 400, "invalid_body")]
    [InlineData("[]", 400, "invalid_body")]
    [InlineData("{}", 400, "invalid_body")]
    public async Task Body_that_is_no_job_is_refused(string body, int expected, string code)
    {
        var (status, problem) = await SendAsync("v1/jobs", body);
        Assert.Equal((expected, code), (status, problem.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData(TaskFailureCodes.UnknownPool, 400)]
    [InlineData(TaskFailureCodes.UnknownHandler, 400)]
    [InlineData(TaskFailureCodes.InvalidInput, 422)]
    [InlineData(TaskFailureCodes.PayloadTooLarge, 413)]
    [InlineData(JobSubmissionResult.TenantLimit, 429)]
    public async Task Refused_submission_says_code_and_remedy(string code, int expected)
    {
        _submission.SubmitAsync(Arg.Any<JobRequest>())
            .Returns(new JobSubmissionResult(null, new TaskFailure(code, "what to do", RetryAfter: TimeSpan.FromSeconds(5), Pointer: "/x")));
        using var response = await PostAsync("v1/jobs", """{"pool":"p","handler":"h"}""");
        var problem = await response.JsonAsync();
        Assert.Equal((expected, code, "what to do"), ((int)response.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()));
        Assert.Equal(expected == 429, response.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task Large_input_goes_through_the_artifact_store_and_is_deleted_when_there_is_no_job()
    {
        _submission.SubmitAsync(Arg.Any<JobRequest>()).Returns(new JobSubmissionResult(null, new TaskFailure(TaskFailureCodes.UnknownPool, "no")));
        await SendAsync("v1/jobs", $$"""{"pool":"p","handler":"h","input":"{{new string('x', 70_000)}}"}""");
        await _artifacts.Received().WriteAsync(Arg.Is<string>(static name => name.StartsWith("job-inputs/", StringComparison.Ordinal)), Arg.Any<Func<Stream, CancellationToken, Task>>(), Arg.Any<CancellationToken>());
        await _submission.Received().SubmitAsync(Arg.Is<JobRequest>(static request => request.Input.Artifact != null && request.Input.Length == 70_002 && request.Input.Inline.Length == 0));
        await _artifacts.Received().DeleteAsync(Arg.Is<string>(static name => name.StartsWith("job-inputs/", StringComparison.Ordinal)), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("v1/jobs/job_other")]
    [InlineData("v1/jobs/job_other/result")]
    [InlineData("v1/jobs/job_other/events")]
    [InlineData("v1/jobs/nonsense")]
    public async Task Somebody_elses_job_is_none(string path)
    {
        using var response = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("not_found", (await response.JsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task View_has_progress_as_json_and_says_what_it_waits_for()
    {
        _job.ResultAsync(TimeSpan.FromSeconds(5), Arg.Any<CancellationToken>()).Returns(new JobResult(
            View(JobState.Running) with { Attempt = 2, Progress = new TaskProgress(40, "half", """{"rows":4}"""), WaitsFor = "A lane." }, null));
        using var response = await _http.GetAsync($"v1/jobs/{Id}?wait=5s", TestContext.Current.CancellationToken);
        var job = await response.JsonAsync();
        Assert.Equal(("running", 2, "A lane."), (job.GetProperty("state").GetString(), job.GetProperty("attempt").GetInt32(), job.GetProperty("waitsFor").GetString()));
        Assert.Equal(4, job.GetProperty("progress").GetProperty("data").GetProperty("rows").GetInt32());
        Assert.False(job.TryGetProperty("ended", out _));
    }

    [Fact]
    public async Task Result_before_the_end_is_a_conflict_that_says_when_to_ask()
    {
        _job.ResultAsync(Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Returns(new JobResult(View(JobState.Running), null));
        using var response = await _http.GetAsync($"v1/jobs/{Id}/result", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("job_not_finished", (await response.JsonAsync()).GetProperty("code").GetString());
        Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task Result_is_what_the_handler_returned()
    {
        _job.ResultAsync(Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>())
            .Returns(new JobResult(View(JobState.Succeeded), JobBlob.Of("""{"n":1}"""u8.ToArray(), isJson: true)));
        using var json = await _http.GetAsync($"v1/jobs/{Id}/result", TestContext.Current.CancellationToken);
        Assert.Equal("application/json", json.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"n":1}""", await json.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        _job.ResultAsync(Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>())
            .Returns(new JobResult(View(JobState.Succeeded), new JobBlob(ReadOnlyMemory<byte>.Empty, "jobs/x", 3, IsJson: false)));
        _artifacts.OpenReadAsync("jobs/x", Arg.Any<CancellationToken>()).Returns(new MemoryStream([1, 2, 3]));
        using var bytes = await _http.GetAsync($"v1/jobs/{Id}/result", TestContext.Current.CancellationToken);
        Assert.Equal("application/octet-stream", bytes.Content.Headers.ContentType!.MediaType);
        Assert.Equal([1, 2, 3], await bytes.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        _artifacts.OpenReadAsync("jobs/x", Arg.Any<CancellationToken>()).Returns((Stream?)null);
        using var gone = await _http.GetAsync($"v1/jobs/{Id}/result", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    [Theory]
    [InlineData(TaskFailureCodes.Failed, 500)]
    [InlineData(TaskFailureCodes.WorkerLost, 502)]
    [InlineData(TaskFailureCodes.AttemptsExhausted, 502)]
    [InlineData(TaskFailureCodes.TimedOut, 504)]
    [InlineData(TaskFailureCodes.UnknownHandler, 400)]
    public async Task Result_of_a_failed_job_is_its_error(string code, int expected)
    {
        _job.ResultAsync(Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Returns(new JobResult(View(JobState.Failed) with { Error = new JobError(code, "why", null) }, null));
        using var response = await _http.GetAsync($"v1/jobs/{Id}/result", TestContext.Current.CancellationToken);
        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal("why", (await response.JsonAsync()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Cancel_is_accepted_repeated_and_refused_after_the_end()
    {
        _job.CancelAsync("enough").Returns(new JobActionResult(JobActionOutcome.Done, View(JobState.Cancelled)));
        Assert.Equal(202, (await SendAsync($"v1/jobs/{Id}/cancel", """{"reason":"enough"}""")).Status);
        _job.CancelAsync(null).Returns(new JobActionResult(JobActionOutcome.AlreadySo, View(JobState.Cancelled)));
        Assert.Equal(200, (await SendAsync($"v1/jobs/{Id}/cancel", "")).Status);
        _job.CancelAsync(null).Returns(new JobActionResult(JobActionOutcome.Conflict, View(JobState.Succeeded)));
        var (status, problem) = await SendAsync($"v1/jobs/{Id}/cancel", "");
        Assert.Equal((409, "job_state"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task List_goes_on_where_the_page_before_ended()
    {
        _directory.ListAsync(new JobListQuery(JobState.Failed, "p", "job_9", 3)).Returns([View(JobState.Failed, "job_8"), View(JobState.Failed, "job_7"), View(JobState.Failed, "job_6")]);
        using var response = await _http.GetAsync("v1/jobs?state=failed&pool=p&after=job_9&limit=2", TestContext.Current.CancellationToken);
        var page = await response.JsonAsync();
        Assert.Equal((2, "job_7", true), (page.GetProperty("items").GetArrayLength(), page.GetProperty("next").GetString(), page.GetProperty("hasMore").GetBoolean()));
    }

    [Theory]
    [InlineData("state=lost", "invalid_query", "queued, running, succeeded, failed, cancelled")]
    [InlineData("after=r_1", "bad_cursor", "next")]
    [InlineData("limit=201", "invalid_query", "1 to 200")]
    public async Task List_refuses_what_it_does_not_know(string query, string code, string says)
    {
        using var response = await _http.GetAsync("v1/jobs?" + query, TestContext.Current.CancellationToken);
        var problem = await response.JsonAsync();
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_start_with_a_snapshot_and_end_with_the_end()
    {
        var running = View(JobState.Running);
        _job.ReadEventsAsync(long.MaxValue, TimeSpan.Zero, Arg.Any<CancellationToken>()).Returns(new JobEventPage("e", 0, [], running, 2));
        _job.ReadEventsAsync(2, Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Returns(
            new JobEventPage("e", 0, [new JobEvent(3, "progress", running with { Progress = new TaskProgress(50, "half", null) })], running, 3));
        _job.ReadEventsAsync(3, Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Returns(
            new JobEventPage("e", 0, [new JobEvent(4, "end", View(JobState.Succeeded))], View(JobState.Succeeded), 4));
        Assert.Equal(["snapshot e-2", "progress e-3", "end e-4"], await EventsAsync());
    }

    [Fact]
    public async Task Events_of_another_activation_are_a_gap_and_a_new_snapshot()
    {
        _job.ReadEventsAsync(long.MaxValue, TimeSpan.Zero, Arg.Any<CancellationToken>()).Returns(new JobEventPage("e", 0, [], View(JobState.Running), 2));
        _job.ReadEventsAsync(2, Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Returns(new JobEventPage("f", 0, [], View(JobState.Running), 0));
        _job.ReadEventsAsync(0, Arg.Any<TimeSpan>(), Arg.Any<CancellationToken>()).Returns(
            new JobEventPage("f", 0, [new JobEvent(1, "end", View(JobState.Succeeded))], View(JobState.Succeeded), 1));
        Assert.Equal(["snapshot e-2", "gap e-2", "snapshot f-0", "end f-1"], await EventsAsync());
    }

    private static string Text(JobBlob blob) => Encoding.UTF8.GetString(blob.Inline.Span);

    private static JobView View(JobState state, string id = Id) =>
        new(id, "p", "h", state, Now, 1, 3, null, null, null, null, Now, Now, null, null, null, null);

    private async Task<List<string>> EventsAsync()
    {
        await using var stream = await _http.GetStreamAsync($"v1/jobs/{Id}/events", TestContext.Current.CancellationToken);
        var parser = SseParser.Create(stream);
        List<string> events = [];
        await foreach (var item in parser.EnumerateAsync(TestContext.Current.CancellationToken))
        {
            events.Add($"{item.EventType} {parser.LastEventId}");
        }

        return events;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.PostAsync(path, content, TestContext.Current.CancellationToken);
    }

    private Task<(int Status, JsonElement Body)> SendAsync(string path, string body) => _http.AskAsync(HttpMethod.Post, path, body);
}
