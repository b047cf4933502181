using System.Text.Json;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.EndToEnd;

/// <summary>The command line as a user types it, against a real server.</summary>
public sealed class CommandLineTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SimulatorProcess _simulator = null!;
    private SiloProcess _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorProcess.StartAsync("--limit", "16", "--latency", "5ms");
        _silo = await SiloProcess.StartAsync(_folder.File("data"), SiloProcess.WriteProviders(_folder, _simulator.Address, 8, "writer"));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_with_a_local_seed_file_ends_with_the_artifact_and_exit_code_zero()
    {
        await File.WriteAllTextAsync(_folder.File("people.csv"), "who,age\nAda,36\nAlan,41\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("people.yaml"),
            """
            run: 1
            name: people
            seed: { path: people.csv, format: csv }
            columns:
              - { name: who, kind: seed, type: string }
              - { name: text, kind: llm-text, model: writer, prompt: "Describe {{who}}" }
            """, TestContext.Current.CancellationToken);
        var (code, output) = await GranaryAsync("run", _folder.File("people.yaml"));
        Assert.True(code == 0, output);
        Assert.Contains("artifact", output, StringComparison.Ordinal);
        Assert.Contains("Ada", output, StringComparison.Ordinal);

        var (_, list) = await GranaryAsync("status", "--json");
        var run = JsonSerializer.Deserialize<JsonElement>(list).GetProperty("items")[0].GetProperty("id").GetString()!;
        var (resultCode, rows) = await GranaryAsync("results", run);
        Assert.Equal(0, resultCode);
        Assert.Equal(2, rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Processors_shape_the_result_and_a_deleted_run_leaves_nothing()
    {
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(_folder.File("shaped.yaml"),
            """
            run: 1
            name: shaped
            rows: 4
            rowGroupSize: 2
            seed: { rows: [ { q: "  one " }, { q: " two" } ] }
            limits: { deadline: 1h }
            columns:
              - { name: q, kind: seed, type: string }
              - { name: text, kind: llm-text, model: writer, prompt: "Describe {{q}}" }
              - { name: mark, kind: expression, template: "{{q}}!" }
            processors:
              preBatch: [ { transform: { q: "{{trim q}}" } } ]
              postBatch: [ { transform: { mark: "{{upper mark}}" } } ]
              after: [ { dropColumns: [text] } ]
            output: { format: csv }
            """, token);
        var (code, output) = await GranaryAsync("run", _folder.File("shaped.yaml"), "--feasible");
        Assert.True(code == 0, output);

        var (_, list) = await GranaryAsync("status", "--json");
        var run = JsonSerializer.Deserialize<JsonElement>(list).GetProperty("items")[0];
        var id = run.GetProperty("id").GetString()!;
        Assert.True(run.GetProperty("deadline").GetProperty("inTime").GetBoolean());
        Assert.Equal("q,mark\none,ONE!\ntwo,TWO!\none,ONE!\ntwo,TWO!", (await GranaryAsync("results", id)).Output.ReplaceLineEndings("\n").Trim());
        var (_, manifest) = await _silo.SendAsync(HttpMethod.Get, $"v1/runs/{id}/manifest", token);
        Assert.Equal(2, manifest.GetProperty("processing").GetProperty("rawParts").GetArrayLength());
        var file = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.File($"data/artifacts/runs/{id}/manifest.json"), token)).RootElement;
        Assert.Equal(JsonValueKind.Object, file.GetProperty("capacity").GetProperty("configured").ValueKind);
        Assert.Equal((4, 0), (file.GetProperty("rows").GetProperty("sealed").GetInt32(), file.GetProperty("warnings").GetArrayLength()));

        Assert.Equal(204, (await _silo.SendAsync(HttpMethod.Delete, $"v1/runs/{id}", token)).Status);
        Assert.Equal(404, (await _silo.SendAsync(HttpMethod.Get, $"v1/runs/{id}", token)).Status);
        Assert.Empty(Directory.Exists(_folder.File($"data/artifacts/runs/{id}")) ? Directory.GetFiles(_folder.File($"data/artifacts/runs/{id}"), "*", SearchOption.AllDirectories) : []);
        Assert.Equal(0, JsonSerializer.Deserialize<JsonElement>((await GranaryAsync("status", "--json")).Output).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Kept_events_become_an_analysis_and_a_trace_and_every_capacity_has_its_source()
    {
        await File.WriteAllTextAsync(_folder.File("seen.yaml"),
            """
            run: 1
            name: seen
            rows: 30
            window: 2
            events: all
            columns:
              - { name: id, kind: sampler, sampler: uuid }
              - { name: a, kind: llm-text, model: writer, prompt: "Describe {{id}}" }
              - { name: b, kind: llm-text, model: writer, prompt: "Shorten {{a}}" }
            """, TestContext.Current.CancellationToken);
        var (code, output) = await GranaryAsync("run", _folder.File("seen.yaml"), "--json");
        Assert.True(code == 0, output);
        var (_, list) = await GranaryAsync("status", "--json");
        var run = JsonSerializer.Deserialize<JsonElement>(list).GetProperty("items")[0].GetProperty("id").GetString()!;

        // The last events are written a moment after the end; the answer waits for them.
        var (status, analysis) = await _silo.SendAsync(HttpMethod.Get, $"v1/runs/{run}/analysis?wait=20s", TestContext.Current.CancellationToken);
        Assert.Equal(200, status);
        var metrics = analysis.GetProperty("metrics");
        foreach (var zero in new[] { "hiddenWaiters", "disordered", "openTaskLeases", "openRequestLeases", "openWaits" })
        {
            Assert.Equal((zero, 0), (zero, metrics.GetProperty(zero).GetInt32()));
        }

        Assert.Equal(60, metrics.GetProperty("executions").GetInt32());
        Assert.Equal(60, metrics.GetProperty("modelTime").GetProperty("count").GetInt32());
        Assert.Contains("readyQueueWait", (await GranaryAsync("analyze", run)).Output, StringComparison.Ordinal);

        var file = _folder.File("trace.json");
        Assert.Equal(0, (await GranaryAsync("run", "trace", run, "--output", file)).Code);
        var entries = JsonElement.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).GetProperty("traceEvents").EnumerateArray().ToList();
        Assert.Equal(60, entries.Count(static e => e.GetProperty("ph").GetString() == "X" && e.GetProperty("tid").GetInt32() / 100_000 == 7));
        Assert.Equal(60, entries.Count(static e => e.GetProperty("ph").GetString() == "X" && e.GetProperty("tid").GetInt32() / 100_000 == 4));

        var (_, capacity) = await _silo.SendAsync(HttpMethod.Get, $"v1/runs/{run}/capacity", TestContext.Current.CancellationToken);
        var configured = capacity.GetProperty("configured");
        Assert.Equal(("default", 1000), (configured.GetProperty("rowGroupSize").GetProperty("source").GetString(), configured.GetProperty("rowGroupSize").GetProperty("value").GetInt32()));
        Assert.Equal("run_document", configured.GetProperty("rowGroups").GetProperty("window").GetProperty("source").GetString());
        Assert.Equal(8, configured.GetProperty("endpointCaps").GetProperty("value").GetProperty("sim/sim-1").GetProperty("cap").GetInt32());
        Assert.Equal(1, capacity.GetProperty("observedMaxima").GetProperty("rowGroupsInFlight").GetInt32());
        Assert.True(capacity.GetProperty("runtimeSnapshot").GetProperty("limits").TryGetProperty("sim/sim-1/chat", out _));

        var before = await _silo.ResultsAsync(run, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await GranaryAsync("extend", run, "--rows", "45")).Code);
        await _silo.UntilEndedAsync(run, TestContext.Current.CancellationToken);
        var after = await _silo.ResultsAsync(run, TestContext.Current.CancellationToken);
        Assert.Equal(45, after.Count);
        Assert.Equal(before.Select(static row => row.GetRawText()), after.Take(30).Select(static row => row.GetRawText()));
        Assert.Contains("The run has 45 rows", (await GranaryAsync("extend", run, "--rows", "44")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_document_ends_with_exit_code_two_and_every_error()
    {
        await File.WriteAllTextAsync(_folder.File("bad.yaml"), "run: 1\nname: bad\nrows: 0\ncolumns:\n  - { name: a, kind: nothing }\n",
            TestContext.Current.CancellationToken);
        var (code, output) = await GranaryAsync("run", _folder.File("bad.yaml"));
        Assert.Equal(2, code);
        Assert.Contains("run_bad_value", output, StringComparison.Ordinal);
        Assert.Contains("run_unknown_kind", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_is_exit_code_four_and_unknown_run_is_five()
    {
        Assert.Equal(5, (await GranaryAsync("status", "r_nothing")).Code);
        await using var nobody = ChildProcess.Start(Binaries.Cli, ["status", "--server", "http://127.0.0.1:9"]);
        Assert.Equal(4, await nobody.ExitAsync());
    }

    private async Task<(int Code, string Output)> GranaryAsync(params string[] arguments)
    {
        await using var process = ChildProcess.Start(Binaries.Cli, arguments, new Dictionary<string, string> { ["GRANARY_URL"] = _silo.Address.ToString() });
        var code = await process.ExitAsync();
        return (code, process.Output);
    }
}
