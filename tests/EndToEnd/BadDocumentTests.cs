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
        _silo = await SiloProcess.StartAsync(_folder.File("data"), SiloProcess.WriteProviders(_folder, _simulator.Address, 8, "writer"));
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
