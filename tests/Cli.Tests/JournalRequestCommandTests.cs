using System.Net;

namespace Granary.Cli.Tests;

public sealed class JournalRequestCommandTests
{
    private const string Letter =
        """{"id":"req_1","deadLetter":"dl_1","state":"dead_letter","route":"POST /v1/runs","tenant":"default","priority":"high","arrivedAt":"2026-01-01T00:00:00.000Z","attempts":3,"notBefore":null,"reason":"attempts_exhausted","status":503}""";

    private readonly CommandHarness _harness = new();

    [Fact]
    public async Task Status_says_what_is_held_and_waited_for()
    {
        _harness.Server.On("GET /admin/journal", HttpStatusCode.OK,
            """{"enabled":true,"backend":"segments","oldestUnfinished":null,"writer":{"mode":"always","state":"working","bytes":4096,"liveBytes":10},"replay":{"live":1,"replaying":2,"waiting":3,"later":4,"finished":5,"deadLetters":6,"waitsFor":"rate","until":null}}""");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("journal", "status"));
        Assert.Contains("segments, always, working", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("1 live, 2 run again, 3 waiting, 4 later, 5 finished", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("waits for rate", _harness.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_a_cluster_has_a_line_for_each_silo()
    {
        _harness.Server.On("GET /admin/journal", HttpStatusCode.OK,
            """
            {"enabled":true,"backend":"postgres","oldestUnfinished":null,"writer":{"mode":"always","state":"working","bytes":0,"liveBytes":0},
             "replay":{"live":0,"replaying":0,"waiting":0,"later":0,"finished":0,"deadLetters":0,"waitsFor":"nothing","until":null},
             "silos":[{"silo":"a","journal":{"writer":"working","unfinished":1,"finished":2,"deadLetters":3,"adopted":1,"waitsFor":"rate"}},{"silo":"b","journal":null}],
             "unreachable":["c"]}
            """);
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("journal", "status"));
        Assert.Contains("silo      a: working, 1 unfinished, 3 dead letters, 1 logs of others, waits for rate", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("silo      b: recovery is off", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("no answer c", _harness.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compact_without_a_folder_is_the_servers_own_journal()
    {
        _harness.Server.On("POST /admin/journal/compact", HttpStatusCode.OK, """{"bytesBefore":200,"bytesAfter":100}""");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("journal", "compact"));
        Assert.Contains("200 → 100 bytes", _harness.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_a_server_without_recovery_says_so()
    {
        _harness.Server.On("GET /admin/journal", HttpStatusCode.OK, """{"enabled":false}""");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("journal", "status"));
        Assert.Contains("Recovery is off", _harness.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_passes_its_filters_and_says_how_to_go_on()
    {
        _harness.Server.On(
            "GET /admin/journal/entries?limit=5&state=dead_letter&route=%2Fv1%2Fruns&after=req_9", HttpStatusCode.OK,
            $$"""{"items":[{{Letter}}],"next":"req_1","hasMore":true,"unreachable":["b"]}""");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync(
            "journal", "list", "--limit", "5", "--state", "dead_letter", "--route", "/v1/runs", "--after", "req_9"));
        Assert.Contains("dl_1  dead_letter  attempts 3  POST /v1/runs  default", _harness.Out, StringComparison.Ordinal);
        Assert.Contains("--after req_1", _harness.Error, StringComparison.Ordinal);
        Assert.Contains("Without those of b", _harness.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letter_is_shown_with_its_body_only_when_asked()
    {
        const string Content = """{"method":"POST","path":"/v1/runs","query":"?rows=1","headers":[{"name":"Accept","value":"a"}],"bodyBytes":4,"bodySha256":"ab"}""";
        _harness.Server
            .On("GET /admin/journal/dead-letters/dl_1", HttpStatusCode.OK, $$"""{"letter":{{Letter}},"content":{{Content}},"body":null}""")
            .On("GET /admin/journal/dead-letters/dl_1?body=1", HttpStatusCode.OK, $$"""{"letter":{{Letter}},"content":{{Content}},"body":"text"}""");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("journal", "dead-letters", "show", "dl_1"));
        Assert.Contains("POST /v1/runs?rows=1", _harness.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("text", _harness.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("journal", "dead-letters", "show", "dl_1", "--body"));
        Assert.Contains("text", _harness.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_takes_one_id_or_a_filter_with_a_number()
    {
        _harness.Server
            .On("POST /admin/journal/dead-letters/dl_1/retry", HttpStatusCode.OK, Letter)
            .On("POST /admin/journal/dead-letters/discard", HttpStatusCode.OK, """{"done":2}""");
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("journal", "dead-letters", "retry", "dl_1"));
        Assert.Equal(ExitCode.Done, await _harness.RunAsync("journal", "dead-letters", "discard", "--expected", "2", "--reason", "hook"));
        Assert.Contains("\"expected\":2,\"reason\":\"hook\"", _harness.Server.Bodies[1], StringComparison.Ordinal);
        Assert.Contains("discard: 2 dead letters", _harness.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("journal", "dead-letters", "retry"));
        Assert.Equal(ExitCode.BadInput, await _harness.RunAsync("journal", "dead-letters", "retry", "dl_1", "--expected", "1"));
    }
}
