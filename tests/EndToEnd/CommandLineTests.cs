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
