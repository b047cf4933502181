using System.Net;

using Granary.TestKit;

namespace Granary.Cli.Tests;

public sealed class CommandTests
{
    private const string Ended =
        """
        {"id":"r_1","name":"n","state":"completed","outcome":"complete","reason":null,"createdAt":"2026-01-01T00:00:00Z","since":"2026-01-01T00:00:42Z",
        "rows":{"asked":2,"sealed":2,"dropped":0,"surplus":0,"open":0},"cells":{"done":4,"inFlight":0,"queued":0,"deferred":0,"skipped":0,"failed":0},
        "rate":{"rowsPerSecond":0,"cellsPerSecond":0,"windowMs":30000},"eta":null,"usage":{"calls":5,"rateLimited":1,"inputTokens":10,"outputTokens":20,"estimated":0},
        "columns":[{"name":"a","kind":"llm-text","done":2,"inFlight":0,"deferred":0,"failed":0,"skipped":0,"p50Ms":12}],"failures":{},"limitedBy":null,
        "aliases":["writer"],"artifact":"/data/runs/r_1/n.jsonl"}
        """;

    private const string Alias =
        """
        {"name":"writer","provider":"p","kind":"simulator","model":"m","domain":"chat","cap":48,"state":{"limit":20,"cap":48,"ceiling":27,"inFlight":0,
        "waiting":{},"blockedForMs":0,"gate":"open","estimator":"aimd","admitted":9,"rateLimited":7,"lastChange":{"from":27,"to":20,"cause":"rate_limit","agoMs":3000}}}
        """;

    private readonly CommandHarness _harness = new();

    [Fact]
    public async Task Run_follows_to_the_end_and_says_artifact_rows_usage_and_limit()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("d.yaml"), "run: 1\nname: n\n", TestContext.Current.CancellationToken);
        _harness.Server
            .On("POST /v1/runs?rows=2", HttpStatusCode.Created, Ended)
            .On("GET /v1/runs/r_1/events", HttpStatusCode.OK, "event: snapshot\ndata: {}\n\nevent: end\ndata: {}\n\n", "text/event-stream")
            .On("GET /v1/runs/r_1", HttpStatusCode.OK, Ended)
            .On("GET /v1/aliases/writer", HttpStatusCode.OK, Alias)
            .On("GET /v1/runs/r_1/results?rows=0-2", HttpStatusCode.OK, "{\"a\":1}\n{\"a\":2}\n");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("run", folder.File("d.yaml"), "--rows", "2"));
        Assert.Contains("took      42 s, 4 cells done", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("5 calls, 10 tokens in, 20 tokens out", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("writer: limit 20 found below cap 48, 7 rate limits on the way", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("artifact  /data/runs/r_1/n.jsonl", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("{\"a\":2}", _harness.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seed_file_beside_the_document_is_uploaded_first()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("s.csv"), "x\n1\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("d.yaml"), "run: 1\nname: n\nseed: { path: s.csv }\n", TestContext.Current.CancellationToken);
        _harness.Server
            .On("POST /v1/files", HttpStatusCode.OK, "{\"id\":\"file-1\"}")
            .On("POST /v1/runs?seed=file-1", HttpStatusCode.Created, Ended);
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("run", folder.File("d.yaml"), "--detach"));
        Assert.Equal(["POST /v1/files", "POST /v1/runs?seed=file-1"], _harness.Server.Asked);
        Assert.Contains("x\n1\n", _harness.Server.Bodies[0], StringComparison.Ordinal);
        Assert.Equal("r_1", _harness.Out.Trim());
    }

    [Fact]
    public async Task Errors_of_a_document_are_printed_with_place_and_remedy()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("d.yaml"), "run: 1\n", TestContext.Current.CancellationToken);
        _harness.Server.On("POST /v1/runs", HttpStatusCode.UnprocessableEntity,
            """{"detail":"2 problems","errors":[{"code":"run_bad_value","pointer":"/rows","line":3,"position":7,"message":"rows is 0","hint":"from 1"},{"code":"run_cycle","pointer":"/columns/0","line":null,"position":null,"message":"a → b → a","hint":null}]}""",
            "application/problem+json");
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("run", folder.File("d.yaml")));
        Assert.Contains("line 3:7  run_bad_value  /rows  rows is 0 → from 1", _harness.Error, StringComparison.Ordinal);
        Assert.Contains("run_cycle  /columns/0  a → b → a", _harness.Error, StringComparison.Ordinal);
        Assert.Empty(_harness.Out);
    }

    [Theory]
    [InlineData("nothing.yaml", "There is no file")]
    [InlineData("d.txt", "must end in .yaml")]
    public async Task Unusable_file_is_bad_input_without_a_request(string name, string text)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("d.txt"), "x", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("run", folder.File(name)));
        Assert.Contains(text, _harness.Error, StringComparison.Ordinal);
        Assert.Empty(_harness.Server.Asked);
    }

    [Fact]
    public async Task Nobody_there_is_no_server() => Assert.Equal(ExitCode.NoServer, await _harness.RunAsync("status"));

    [Theory]
    [InlineData(404, ExitCode.Refused)]
    [InlineData(409, ExitCode.Refused)]
    [InlineData(400, ExitCode.BadInput)]
    [InlineData(503, ExitCode.Refused)]
    public async Task Refusals_have_their_exit_code(int status, int expected)
    {
        _harness.Server.On("GET /v1/runs/r_1", (HttpStatusCode)status, "{\"detail\":\"because\"}");
        Assert.Equal(expected, await _harness.RunAsync("status", "r_1"));
        Assert.Contains("because", _harness.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("completed", "complete", ExitCode.Done)]
    [InlineData("completed", "early_shutdown", ExitCode.Short)]
    [InlineData("completed", "short", ExitCode.Short)]
    [InlineData("failed", null, ExitCode.Failed)]
    [InlineData("cancelled", null, ExitCode.Failed)]
    public void Every_end_has_its_exit_code(string state, string? outcome, int expected)
    {
        var run = System.Text.Json.JsonSerializer.Deserialize<Server.RunStatus>(Ended, Server.GranaryClient.Json)! with { State = state, Outcome = outcome };
        Assert.Equal(expected, run.ExitCode);
    }

    [Fact]
    public async Task Json_prints_the_servers_document_and_nothing_else()
    {
        _harness.Server.On("GET /v1/runs/r_1", HttpStatusCode.OK, "{\"id\":\"r_1\"}");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("status", "r_1", "--json"));
        Assert.Equal("{\"id\":\"r_1\"}", _harness.Out.Trim());
        Assert.Empty(_harness.Error);
    }

    [Fact]
    public async Task Download_replaces_its_file_whole_or_leaves_it_alone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("rows.jsonl");
        await File.WriteAllTextAsync(file, "older", TestContext.Current.CancellationToken);
        _harness.Server.On("GET /v1/runs/r_1/results", HttpStatusCode.NotFound, """{"title":"no","detail":"no"}""");
        Assert.Equal(ExitCode.Refused, await _harness.RunAsync("results", "r_1", "--output", file));
        Assert.Equal("older", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        _harness.Server.On("GET /v1/runs/r_2/results", HttpStatusCode.OK, "{\"a\":1}\n");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("results", "r_2", "--output", file));
        Assert.Equal("{\"a\":1}\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task File_that_cannot_be_written_is_bad_input()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("results", "r_1", "--output", folder.File("nowhere/rows.jsonl")));
        Assert.Contains("nowhere/rows.jsonl.part' cannot be written", _harness.Error, StringComparison.Ordinal);
        Assert.Empty(_harness.Server.Asked);
    }

    [Fact]
    public async Task Wrong_usage_is_bad_input()
    {
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("run"));
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("dance"));
    }
}
