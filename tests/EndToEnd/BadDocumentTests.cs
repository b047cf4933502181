using System.Text;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.EndToEnd;

/// <summary>Bad run documents: all problems in one answer, each with place and remedy, nothing started.</summary>
public sealed class BadDocumentTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SimulatorProcess _simulator = null!;
    private SiloProcess _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorProcess.StartAsync();
        var providers = _folder.File("providers.yaml");
        await File.WriteAllTextAsync(
            providers,
            $$"""
            version: 1
            providers:
              sim: { kind: openai-compatible, baseUrl: "{{_simulator.Address}}v1" }
            aliases:
              writer: { provider: sim, model: sim-1, cap: 8 }
              judge: { provider: sim, model: sim-2, cap: 8 }
              embed: { provider: sim, model: sim-e, domain: embedding, cap: 8 }
            """);
        _silo = await SiloProcess.StartAsync(_folder.File("data"), providers);
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_problem_of_a_document_comes_in_one_answer()
    {
        var (status, body) = await _silo.SendAsync(HttpMethod.Post, "v1/runs", TestContext.Current.CancellationToken,
            """
            run: 1
            name: bad
            rows: ten
            columns:
              - { name: a, kind: llm-text, model: writer, prompt: "{{b}}" }
              - { name: b, kind: llm-text, model: writer, prompt: "{{a}}" }
              - { name: c, kind: lllm-text, model: writer, prompt: "x" }
              - { name: d, kind: llm-text, model: nobody, prompt: "{{nothing}}" }
              - { name: d, kind: sampler, sampler: uuid }
            """);
        Assert.Equal(422, status);
        var errors = body.GetProperty("errors").EnumerateArray().ToList();
        var codes = errors.Select(static error => error.GetProperty("code").GetString()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(
            new HashSet<string?>(["run_bad_value", "run_cycle", "run_unknown_kind", "run_unknown_alias", "run_unbound_reference", "run_duplicate_column"]),
            codes);
        Assert.All(errors, static error => Assert.NotEmpty(error.GetProperty("message").GetString()!));
        Assert.All(errors, static error => Assert.True(error.GetProperty("line").GetInt32() > 0));
        Assert.Empty((await _silo.SendAsync(HttpMethod.Get, "v1/runs", TestContext.Current.CancellationToken)).Body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Each_bad_document_of_the_table_is_answered_with_its_error_place_and_remedy()
    {
        Assert.InRange(BadRunDocuments.All.Count, 40, int.MaxValue);
        foreach (var bad in BadRunDocuments.All)
        {
            var (status, body) = await _silo.SendAsync(HttpMethod.Post, "v1/runs/validate", TestContext.Current.CancellationToken, bad.Text);
            Assert.True(status == (bad.Code == "run_unreadable" ? 400 : 422), $"{bad.What}: {status} {body}");
            var error = Assert.Single(body.GetProperty("errors").EnumerateArray());
            Assert.True(
                error.GetProperty("code").GetString() == bad.Code && error.GetProperty("line").GetInt32() == bad.Line && error.GetProperty("pointer").GetString() == bad.Pointer,
                $"{bad.What}: {error}");
            Assert.Contains(bad.Remedy, WordsOf(error), StringComparison.Ordinal);
        }
    }

    // One document for each error there is: what the command line prints is the same code for all.
    [Fact]
    public async Task Command_line_prints_error_place_and_remedy_and_ends_with_exit_code_two()
    {
        foreach (var bad in BadRunDocuments.All.DistinctBy(static bad => bad.Code))
        {
            var file = _folder.File($"{bad.Code}.yaml");
            await File.WriteAllTextAsync(file, bad.Text, TestContext.Current.CancellationToken);
            await using var process = ChildProcess.Start(Binaries.Cli, ["--server", _silo.Address.ToString(), "run", "--check", file]);
            var code = await process.ExitAsync();
            Assert.True(code == 2, $"{bad.What}: {code} {process.Output}");
            foreach (var part in new[] { bad.Code, $"line {bad.Line}", bad.Pointer, bad.Remedy })
            {
                Assert.Contains(part, process.Output, StringComparison.Ordinal);
            }
        }
    }

    private static string WordsOf(System.Text.Json.JsonElement error) =>
        $"{error.GetProperty("message").GetString()} {(error.TryGetProperty("hint", out var hint) ? hint.GetString() : "")}";

    [Theory]
    [InlineData("\u0001\u0002 not yaml: [", 400)]
    [InlineData("just words", 400)]
    public async Task What_is_no_document_is_refused_with_a_line(string text, int expected)
    {
        var (status, body) = await _silo.SendAsync(HttpMethod.Post, "v1/runs", TestContext.Current.CancellationToken, text);
        Assert.Equal(expected, status);
        Assert.Equal("run_unreadable", body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Twenty_megabytes_are_refused_by_size_with_the_remedy()
    {
        var text = new StringBuilder("run: 1\nname: big\nrows: 1\ncolumns:\n");
        while (text.Length < 20 * 1024 * 1024)
        {
            text.Append("  - { name: a, kind: sampler, sampler: uuid }\n");
        }

        var (status, body) = await _silo.SendAsync(HttpMethod.Post, "v1/runs", TestContext.Current.CancellationToken, text.ToString());
        Assert.Equal(413, status);
        Assert.Equal("run_unreadable", body.GetProperty("code").GetString());
        Assert.Contains("seed file", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
