using System.Text.Json;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.EndToEnd;

/// <summary>A killed process costs at most the calls in flight; finished cells are never paid for twice.</summary>
public sealed class KillAndRestartTests
{
    private const int Rows = 80;
    private const int ModelColumns = 3;
    private const int HiddenLimit = 8;
    private const int Cap = 12;

    private static readonly string Document =
        $$$"""
        run: 1
        name: kill
        rows: {{{Rows}}}
        rowGroupSize: 25
        randomSeed: 5
        preflight: false
        columns:
          - { name: id, kind: sampler, sampler: uuid, params: { prefix: "k-" } }
          - { name: topic, kind: sampler, sampler: category, params: { values: [tea, rain, trains] } }
          - { name: a, kind: llm-text, model: writer, prompt: "first {{id}} {{topic}}" }
          - { name: b, kind: llm-text, model: writer, prompt: "second {{id}} {{a}}" }
          - { name: c, kind: llm-text, model: writer, prompt: "third {{id}} {{topic}}" }
        """;

    [Fact]
    public async Task Run_killed_three_times_has_every_row_once_and_calls_no_finished_cell_again()
    {
        using var folder = new TemporaryFolder();
        await using var simulator = await SimulatorProcess.StartAsync("--limit", $"{HiddenLimit}", "--latency", "150ms", "--retryAfter", "50ms");
        var providers = SiloProcess.WriteProviders(folder, simulator.Address, Cap, "writer");
        var silo = await SiloProcess.StartAsync(folder.File("data"), providers);
        try
        {
            var run = await silo.StartRunAsync(Document, TestContext.Current.CancellationToken);
            foreach (var share in (double[])[0.1, 0.5, 0.9])
            {
                await silo.UntilAsync(run, view => ModelCells(view) >= share * Rows * ModelColumns, TestContext.Current.CancellationToken);
                await silo.KillAsync();
                await silo.DisposeAsync();
                silo = await SiloProcess.StartAsync(folder.File("data"), providers);
            }

            var end = await silo.UntilEndedAsync(run, TestContext.Current.CancellationToken);
            Assert.Equal("completed", end.GetProperty("state").GetString());
            Assert.Equal("complete", end.GetProperty("outcome").GetString());

            var rows = await silo.ResultsAsync(run, TestContext.Current.CancellationToken);
            Assert.Equal(Rows, rows.Count);
            Assert.Equal(Rows, rows.Select(static row => row.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
            Assert.All(rows, static row => Assert.NotEmpty(row.GetProperty("c").GetString()!));

            // Answered calls are paid for. A kill can lose at most what was in flight, and nothing is in flight above the cap.
            var stats = await simulator.StatsAsync(TestContext.Current.CancellationToken);
            var answered = stats.GetProperty("succeeded").GetInt64();
            Assert.InRange(answered, Rows * ModelColumns, (Rows * ModelColumns) + (3 * Cap));
            var repeated = (await simulator.PromptsAsync(TestContext.Current.CancellationToken)).EnumerateObject().Count(static prompt => prompt.Value.GetProperty("answered").GetInt64() > 1);
            Assert.True(repeated <= 3 * Cap, $"{repeated} prompts were answered more than once, at most {3 * Cap} can have been in flight.");
        }
        finally
        {
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Same_document_and_seed_give_the_same_sampled_values_and_order()
    {
        using var folder = new TemporaryFolder();
        await using var simulator = await SimulatorProcess.StartAsync("--limit", "64", "--latency", "1ms");
        await using var silo = await SiloProcess.StartAsync(folder.File("data"), SiloProcess.WriteProviders(folder, simulator.Address, Cap, "writer"));
        var first = await SampledAsync(silo);
        var second = await SampledAsync(silo);
        Assert.Equal(Rows, first.Count);
        Assert.Equal(first, second);
    }

    private static async Task<IReadOnlyList<string>> SampledAsync(SiloProcess silo)
    {
        var run = await silo.StartRunAsync(Document, TestContext.Current.CancellationToken);
        await silo.UntilEndedAsync(run, TestContext.Current.CancellationToken);
        return [.. (await silo.ResultsAsync(run, TestContext.Current.CancellationToken)).Select(static row => row.GetProperty("id").GetString() + row.GetProperty("topic").GetString())];
    }

    private static long ModelCells(JsonElement view) =>
        view.GetProperty("columns").EnumerateArray()
            .Where(static column => column.GetProperty("kind").GetString()!.StartsWith("llm", StringComparison.Ordinal))
            .Sum(static column => column.GetProperty("done").GetInt64());
}
