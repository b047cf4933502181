using System.Net.ServerSentEvents;
using System.Text.Json;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.EndToEnd;

/// <summary>Jobs over HTTP on a started server, with handlers in a Python worker process.</summary>
public sealed class JobTests : IDisposable
{
    private const string Handlers =
        """
        import os

        def hold(path, ctx):
            ctx.progress(1, "holding")
            while not os.path.exists(path):
                if ctx.wait_cancelled(0.02):
                    return None
            return {"attempt": ctx.attempt}

        def repeat(text, times):
            return text * times

        def fail():
            raise ValueError("on purpose")
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Job_goes_on_in_a_second_attempt_after_its_server_was_killed()
    {
        var silo = await StartAsync();
        try
        {
            var id = await SubmitAsync(silo, "hold", new { path = _folder.File("go") });
            await UntilAsync(silo, id, static item => item.Data.Contains("holding", StringComparison.Ordinal));
            await silo.KillAsync();
            await silo.DisposeAsync();
            await File.WriteAllTextAsync(_folder.File("go"), "", TestContext.Current.CancellationToken);
            silo = await StartAsync();

            var (status, job) = await silo.SendAsync(HttpMethod.Get, $"v1/jobs/{id}?wait=60s", TestContext.Current.CancellationToken);
            Assert.Equal((200, "succeeded", 2), (status, job.GetProperty("state").GetString(), job.GetProperty("attempt").GetInt32()));
            var (_, result) = await silo.SendAsync(HttpMethod.Get, $"v1/jobs/{id}/result", TestContext.Current.CancellationToken);
            Assert.Equal(2, result.GetProperty("attempt").GetInt32());
        }
        finally
        {
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Jobs_are_submitted_watched_fetched_cancelled_and_listed()
    {
        await using var silo = await StartAsync();

        // Larger than what travels inline.
        var large = await SubmitAsync(silo, "repeat", new { text = new string('a', 1000), times = 100 });
        await UntilAsync(silo, large, static item => item.EventType == "end");
        var (_, text) = await silo.SendAsync(HttpMethod.Get, $"v1/jobs/{large}/result", TestContext.Current.CancellationToken);
        Assert.Equal(100_000, text.GetString()!.Length);

        var held = await SubmitAsync(silo, "hold", new { path = _folder.File("never") });
        await UntilAsync(silo, held, static item => item.Data.Contains("holding", StringComparison.Ordinal));
        var (early, problem) = await silo.SendAsync(HttpMethod.Get, $"v1/jobs/{held}/result", TestContext.Current.CancellationToken);
        Assert.Equal((409, "job_not_finished"), (early, problem.GetProperty("code").GetString()));
        var (cancelled, _) = await silo.SendAsync(HttpMethod.Post, $"v1/jobs/{held}/cancel", TestContext.Current.CancellationToken, """{"reason":"enough"}""", "application/json");
        Assert.Equal(202, cancelled);

        var failed = await SubmitAsync(silo, "fail", null);
        var (_, failure) = await silo.SendAsync(HttpMethod.Get, $"v1/jobs/{failed}?wait=60s", TestContext.Current.CancellationToken);
        Assert.Equal("task_failed", failure.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("on purpose", failure.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);

        var (_, list) = await silo.SendAsync(HttpMethod.Get, "v1/jobs", TestContext.Current.CancellationToken);
        Assert.Equal([failed, held, large], list.GetProperty("items").EnumerateArray().Select(static job => job.GetProperty("id").GetString()!));

        var (unknown, refusal) = await silo.SendAsync(
            HttpMethod.Post, "v1/jobs", TestContext.Current.CancellationToken, """{"pool":"texts","handler":"work:hold"}""", "application/json");
        Assert.Equal((400, "unknown_pool"), (unknown, refusal.GetProperty("code").GetString()));
        Assert.Contains("text", refusal.GetProperty("detail").GetString(), StringComparison.Ordinal);

        await using var cli = ChildProcess.Start(
            Binaries.Cli, ["jobs", "submit", "work:repeat", "--pool", "text", "--input", """{"text":"ab","times":2}"""],
            new Dictionary<string, string> { ["GRANARY_URL"] = silo.Address.ToString() });
        Assert.Equal(0, await cli.ExitAsync());
        Assert.Contains("succeeded", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_with_a_python_column_and_a_python_validator_runs_as_it_is()
    {
        var samples = Path.Combine(Binaries.RepositoryRoot, "samples");
        await using var silo = await SiloProcess.StartAsync(
            _folder.File("data"),
            Path.Combine(samples, "providers.yaml"),
            "--Executors:Pools:text:Runtime=python",
            $"--Executors:Pools:text:Python:File={Path.Combine(samples, "python", "tasks.py")}");
        var run = await silo.StartRunAsync(
            await File.ReadAllTextAsync(Path.Combine(samples, "python", "support.yaml"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var end = await silo.UntilEndedAsync(run, TestContext.Current.CancellationToken);
        Assert.Equal("completed", end.GetProperty("state").GetString());
        var rows = await silo.ResultsAsync(run, TestContext.Current.CancellationToken);
        Assert.Equal(50, rows.Count);
        Assert.All(rows.Chunk(25), static group => Assert.Equal(Enumerable.Range(1, 25), group.Select(static row => row.GetProperty("rank").GetInt32()).Order()));
        Assert.All(rows, static row =>
        {
            Assert.True(row.GetProperty("check").GetProperty("valid").GetBoolean());
            Assert.Equal(row.GetProperty("statistics").GetProperty("words").GetInt32(), row.GetProperty("words").GetInt32());
        });
    }

    private async Task<SiloProcess> StartAsync()
    {
        await File.WriteAllTextAsync(_folder.File("work.py"), Handlers, TestContext.Current.CancellationToken);
        var providers = SiloProcess.WriteProviders(_folder, new Uri("http://127.0.0.1:9/"), 1, "writer");
        return await SiloProcess.StartAsync(
            _folder.File("data"), providers, "--Executors:Pools:text:Runtime=python", "--Executors:Pools:text:MaxWorkers=2", $"--Executors:Pools:text:Python:File={_folder.File("work.py")}");
    }

    private static async Task<string> SubmitAsync(SiloProcess silo, string handler, object? input)
    {
        var body = JsonSerializer.Serialize(new { pool = "text", handler = "work:" + handler, input = input ?? new { } });
        var (status, job) = await silo.SendAsync(HttpMethod.Post, "v1/jobs", TestContext.Current.CancellationToken, body, "application/json");
        Assert.True(status == 202, $"{status}: {job}");
        return job.GetProperty("id").GetString()!;
    }

    private static async Task UntilAsync(SiloProcess silo, string id, Func<SseItem<string>, bool> condition)
    {
        await using var stream = await silo.Http.GetStreamAsync($"v1/jobs/{id}/events", TestContext.Current.CancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            if (condition(item))
            {
                return;
            }

            Assert.True(item.EventType != "end", $"the job ended before: {item.Data}\n{silo.Output}");
        }

        Assert.Fail($"the events ended before:\n{silo.Output}");
    }
}
