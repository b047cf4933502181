using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Granary.Abstractions.Executors;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Output;
using Granary.Grains.Tests.Documents;
using Granary.Grains.Tests.Runs.Processors;
using Granary.Grains.Tests.Steps;
using Granary.TestKit;

namespace Granary.Grains.Tests.Runs.Output;

public sealed class ResultProcessorTests
{
    private const string Executor = "{ executor: { pool: text, handler: \"m:f\" } }";
    private readonly MemoryArtifacts _artifacts = new MemoryArtifacts()
        .With("p0", """{"q":" a ","n":1,"late":2,"t":"x, \"y\"","m":null,"m__usage":{"calls":1}}""" + "\n" + """{"q":" b ","n":2,"late":2,"t":"","m":null,"m__usage":null}""" + "\n")
        .With("p1", """{"q":" c ","n":3,"late":2,"t":"z","m":"m","m__usage":null}""" + "\n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_flow_through_templates_into_a_result_of_the_columns_that_are_left()
    {
        var run = await ProcessorDocuments.RunAsync("""after: [ { transform: { q: "{{trim q}}", n: "{{add n 10}}" } }, { dropColumns: [late, m, m__usage] } ]""");
        var made = await MakeAsync(run, rows: 3);
        Assert.Equal((3, "runs/r/processed.jsonl"), (made.Rows, made.Name));
        Assert.Equal("""{"q":"a","n":11,"t":"x, \"y\""}""" + "\n" + """{"q":"b","n":12,"t":""}""" + "\n" + """{"q":"c","n":13,"t":"z"}""" + "\n", await TextAsync(made.Name));
        Assert.Equal(made.Bytes, (await TextAsync(made.Name)).Length);
    }

    [Fact]
    public async Task Surplus_rows_are_not_processed_and_CSV_is_made_of_the_real_values()
    {
        var run = await ProcessorDocuments.RunAsync("""after: [ { transform: { q: "{{#if m__usage}}paid{{else}}free{{/if}}" } } ]""", more: "output: { format: csv }");
        Assert.Equal(("jsonl", "csv"), (run.PartOutput.Format, run.Output.Format));
        var made = await MakeAsync(run, rows: 2);
        Assert.Equal("paid,1,2,\"x, \"\"y\"\"\",,\"{\"\"calls\"\":1}\"\r\nfree,2,2,,,\r\n", await TextAsync(made.Name));
    }

    [Fact]
    public async Task Handler_gets_the_whole_result_at_once_and_may_leave_rows_out()
    {
        var handlers = ScriptedHandlers.Answering("""[{"__row":2,"q":"last"},{"__row":0}]""");
        var run = await ProcessorDocuments.RunAsync($$"""after: [ { dropColumns: [late, t, m, m__usage] }, { transform: { q: "{{"{{trim q}}"}}" } }, {{Executor}} ]""", handlers, "output: { gzip: true }");
        _artifacts.With("p0", Gzip("""{"q":" a ","n":1}""" + "\n" + """{"q":" b ","n":2}""" + "\n")).With("p1", Gzip("""{"q":" c ","n":3}""" + "\n"));
        var made = await MakeAsync(run, rows: 3);
        Assert.Equal("""{"rows":[{"__row":0,"q":"a","n":1},{"__row":1,"q":"b","n":2},{"__row":2,"q":"c","n":3}]}""", handlers.Asked.Single());
        Assert.Equal((2, "runs/r/processed.jsonl.gz"), (made.Rows, made.Name));
        Assert.Equal("""{"q":"a","n":1}""" + "\n" + """{"q":"last","n":3}""" + "\n", await PlainAsync(made.Name));
    }

    [Fact]
    public async Task Handler_that_fails_for_good_fails_it_and_leaves_nothing()
    {
        var run = await ProcessorDocuments.RunAsync($"after: [ {Executor} ]", ScriptedHandlers.Failing("handler_failed"));
        var failed = await Assert.ThrowsAsync<ProcessorFailedException>(() => MakeAsync(run, rows: 3));
        Assert.Equal("handler_failed: processors.after[0].executor: why", failed.Message);
        Assert.Empty(await _artifacts.ListAsync("runs/", Token));
    }

    [Fact]
    public async Task Lost_worker_is_asked_again_as_often_as_a_task_re_enters()
    {
        var calls = 0;
        var handlers = new ScriptedHandlers(_ => ++calls < 3
            ? TaskOutcome.Failed(TaskFailureCodes.WorkerLost, "why") : TaskOutcome.Of(TaskPayload.Json(Encoding.UTF8.GetBytes("[{},{},{}]"))));
        var run = await ProcessorDocuments.RunAsync($"after: [ {Executor} ]", handlers);
        var clock = new ManualClock();
        var making = MakeAsync(run, rows: 3, clock);
        while (!making.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal((3, 3), ((await making).Rows, calls));
    }

    [Fact]
    public async Task Missing_part_is_no_shorter_result()
    {
        var run = await ProcessorDocuments.RunAsync("""after: [ { transform: { q: x } } ]""");
        await Assert.ThrowsAsync<IOException>(() => MakeAsync(run, rows: 4, parts: ["p0", "p9"]));
    }

    private Task<RunPart> MakeAsync(CompiledRun run, long rows, ManualClock? clock = null, params string[] parts) =>
        new ResultProcessor(_artifacts, run, StepRuns.Context(run), clock ?? new ManualClock()).WriteAsync(Manifest(run, rows, parts.Length == 0 ? ["p0", "p1"] : parts), Token);

    private static RunManifest Manifest(CompiledRun run, long rows, string[] parts) => new(
        "r",
        "n",
        "abc",
        7,
        RunState.Completing,
        null,
        run.PartOutput.Format,
        run.Output.Gzip,
        [],
        [.. parts.Select(static (name, group) => new RunPart(group, name, 0, 2, 0, 1, "sha"))],
        [],
        new RunRows(rows, rows, 0, 0, 0),
        new RunUsage(0, 0, 0, 0, 0),
        [],
        rows);

    private async Task<string> TextAsync(string name)
    {
        using var reader = new StreamReader((await _artifacts.OpenReadAsync(name, Token))!);
        return await reader.ReadToEndAsync(Token);
    }

    private async Task<string> PlainAsync(string name)
    {
        using var reader = new StreamReader(new GZipStream((await _artifacts.OpenReadAsync(name, Token))!, CompressionMode.Decompress));
        return await reader.ReadToEndAsync(Token);
    }

    private static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }
}
