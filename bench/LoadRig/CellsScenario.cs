using System.Diagnostics;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.LoadRig;

/// <summary>How many cells the run engine makes when the model costs nothing: the in-process simulator without latency.</summary>
internal static class CellsScenario
{
    private const int Rows = 20_000;
    private const int ModelColumns = 3;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("providers.yaml"),
            """
            version: 1
            providers:
              local: { kind: simulator, simulate: { limit: 100000, latency: 0ms, tokensPerSecond: 0, words: 4 } }
            aliases:
              writer: { provider: local, model: sim-1, cap: 256 }
            """, cancellationToken);
        await using var silo = await SiloProcess.StartAsync(folder.File("data"), folder.File("providers.yaml"));
        var watch = Stopwatch.StartNew();
        var run = await silo.StartRunAsync(
            $$$"""
            run: 1
            name: cells
            rows: {{{Rows}}}
            preflight: false
            columns:
              - { name: id, kind: sampler, sampler: uuid }
              - { name: a, kind: llm-text, model: writer, prompt: "first {{id}}" }
              - { name: b, kind: llm-text, model: writer, prompt: "second {{a}}" }
              - { name: c, kind: llm-text, model: writer, prompt: "third {{b}}" }
            """, cancellationToken);
        var end = await silo.UntilEndedAsync(run, cancellationToken);
        var cells = Rows * ModelColumns;
        Console.WriteLine(
            $"{end.GetProperty("state")}: {cells} model cells in {watch.Elapsed.TotalSeconds:0.0} s = {cells / watch.Elapsed.TotalSeconds:0} cells/s (budget: > 20,000, no-op model)");
    }
}
