using System.Net;

using Granary.TestKit;

namespace Granary.Cli.Tests;

public sealed class JobCommandTests
{
    private readonly CommandHarness _harness = new();

    [Fact]
    public async Task Submit_follows_to_the_end_and_tells_how_it_ended()
    {
        _harness.Server
            .On("POST /v1/jobs", HttpStatusCode.Accepted, Job("queued"))
            .On(
                "GET /v1/jobs/job_1/events",
                HttpStatusCode.OK,
                $"event: snapshot\ndata: {Job("running")}\n\nevent: progress\ndata: {{\"percent\":40,\"message\":\"row 4\"}}\n\nevent: end\ndata: {Job("succeeded")}\n\n",
                "text/event-stream");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("jobs", "submit", "clean:row", "--pool", "text", "--input", """{"a":1}""", "--max-attempts", "2", "--retry-failed"));
        Assert.Equal("job_1  text/clean:row  succeeded", _harness.Out.Trim());
        Assert.Contains("40%  row 4", _harness.Error, StringComparison.Ordinal);
        Assert.Contains("waits for: a lane", _harness.Error, StringComparison.Ordinal);
        Assert.Equal(
            """{"pool":"text","handler":"clean:row","input":{"a":1},"affinity":null,"deadline":null,"maxAttempts":2,"retention":null,"retry":"failed"}""",
            _harness.Server.Bodies[0]);
    }

    [Fact]
    public async Task Submit_detached_prints_the_id_alone_and_reads_its_input_from_a_file()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("in.json"), "[1,2]", TestContext.Current.CancellationToken);
        _harness.Server.On("POST /v1/jobs", HttpStatusCode.Accepted, Job("queued"));
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("jobs", "submit", "h", "--input-file", folder.File("in.json"), "--detach"));
        Assert.Equal("job_1", _harness.Out.Trim());
        Assert.Contains("\"input\":[1,2]", _harness.Server.Bodies[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--input", "{no", "no JSON")]
    [InlineData("--input-file", "/nowhere/at/all", "cannot be read")]
    public async Task Input_that_cannot_be_used_is_bad_input_without_a_request(string option, string input, string text)
    {
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("jobs", "submit", "h", option, input));
        Assert.Contains(text, _harness.Error, StringComparison.Ordinal);
        Assert.Empty(_harness.Server.Asked);
    }

    [Fact]
    public async Task Refused_job_is_explained_and_bad_input()
    {
        _harness.Server.On("POST /v1/jobs", HttpStatusCode.BadRequest,
            """{"code":"unknown_handler","detail":"Pool 'text' has no handler 'clan:row'. Did you mean `clean:row`?","errors":[{"code":"unknown_handler","pointer":"/handler","message":"…"}]}""",
            "application/problem+json");
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("jobs", "submit", "clan:row"));
        Assert.Contains("Did you mean `clean:row`?", _harness.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_of_a_failed_job_says_why_and_ends_with_one()
    {
        _harness.Server.On("GET /v1/jobs/job_1/events", HttpStatusCode.OK, $"event: snapshot\ndata: {Job("failed")}\n\nevent: end\ndata: {Job("failed")}\n\n", "text/event-stream");
        Assert.Equal(ExitCode.Failed, await _harness.RunAsync("jobs", "watch", "job_1"));
        Assert.Contains("task_failed: no", _harness.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_as_json_prints_each_event_as_a_line()
    {
        _harness.Server.On("GET /v1/jobs/job_1/events", HttpStatusCode.OK, $"event: snapshot\ndata: {Job("running")}\n\nevent: end\ndata: {Job("succeeded")}\n\n", "text/event-stream");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("jobs", "watch", "job_1", "--json"));
        Assert.Equal(2, _harness.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("""{"event":"snapshot","data":{""", _harness.Out, StringComparison.Ordinal);
        Assert.Empty(_harness.Error);
    }

    [Fact]
    public async Task Result_goes_to_a_file_or_to_standard_output()
    {
        using var folder = new TemporaryFolder();
        _harness.Server.On("GET /v1/jobs/job_1?wait=5s", HttpStatusCode.OK, Job("succeeded")).On("GET /v1/jobs/job_1/result", HttpStatusCode.OK, """{"n":1}""");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("jobs", "result", "job_1", "--wait", "5s", "--output", folder.File("r.json")));
        Assert.Equal("""{"n":1}""", await File.ReadAllTextAsync(folder.File("r.json"), TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("jobs", "result", "job_1", "--wait", "5s"));
        Assert.Equal("""{"n":1}""", _harness.Out.Trim());
    }

    [Fact]
    public async Task Result_of_a_failed_job_is_its_error_and_one_that_is_not_there_yet_is_refused()
    {
        _harness.Server.On("GET /v1/jobs/job_1", HttpStatusCode.OK, Job("failed"));
        Assert.Equal(ExitCode.Failed, await _harness.RunAsync("jobs", "result", "job_1"));
        Assert.Contains("task_failed: no", _harness.Error, StringComparison.Ordinal);
        _harness.Server.On("GET /v1/jobs/job_2", HttpStatusCode.OK, Job("running").Replace("job_1", "job_2", StringComparison.Ordinal))
            .On("GET /v1/jobs/job_2/result", HttpStatusCode.Conflict, """{"code":"job_not_finished","detail":"Job job_2 is running"}""", "application/problem+json");
        Assert.Equal(ExitCode.Refused, await _harness.RunAsync("jobs", "result", "job_2"));
    }

    [Fact]
    public async Task List_status_and_cancel_say_one_line_each()
    {
        _harness.Server
            .On("GET /v1/jobs?limit=5&state=running&pool=text", HttpStatusCode.OK, $$"""{"items":[{{Job("running")}}],"next":null,"hasMore":false}""")
            .On("GET /v1/jobs/job_1", HttpStatusCode.OK, Job("running"))
            .On("POST /v1/jobs/job_1/cancel", HttpStatusCode.Accepted, Job("cancelled"));
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("jobs", "list", "--limit", "5", "--state", "running", "--pool", "text"));
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("jobs", "status", "job_1"));
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("jobs", "cancel", "job_1", "--reason", "enough"));
        Assert.Equal(
            ["job_1  text/clean:row  running  attempt 1  waits for: a lane", "job_1  text/clean:row  running  attempt 1  waits for: a lane", "job_1  text/clean:row  cancelled  enough"],
            _harness.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.TrimEnd()));
        Assert.Equal("""{"reason":"enough"}""", _harness.Server.Bodies[^1]);
    }

    private static string Job(string state) =>
        $$"""{"id":"job_1","pool":"text","handler":"clean:row","state":"{{state}}","since":"2026-01-01T00:00:00Z","attempt":1,"maxAttempts":3,"progress":null,"waitsFor":{{(state == "running" ? "\"a lane\"" : "null")}},"error":{{(state == "failed" ? """{"code":"task_failed","message":"no","type":"E"}""" : "null")}},"reason":{{(state == "cancelled" ? "\"enough\"" : "null")}},"createdAt":"2026-01-01T00:00:00Z","endedAt":null}""";
}
