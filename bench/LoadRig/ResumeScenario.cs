using System.Diagnostics;
using System.Text.Json;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.LoadRig;

/// <summary>2,000 rows × 3 model columns, 50 ms median, hidden limit 24; kill -9 at about 10, 50 and 90 %, restart, resume by itself.</summary>
internal static class ResumeScenario
{
    private const int Rows = 2000;
    private const int ModelColumns = 3;
    private const int HiddenLimit = 24;
    private const int Cap = 32;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var simulator = await SimulatorProcess.StartAsync("--limit", $"{HiddenLimit}", "--latency", "50ms", "--retryAfter", "250ms");
        var providers = SiloProcess.WriteProviders(folder, simulator.Address, Cap, "writer");
        var silo = await SiloProcess.StartAsync(folder.File("data"), providers);
        try
        {
            var watch = Stopwatch.StartNew();
            var run = await silo.StartRunAsync(Document, cancellationToken);
            foreach (var share in (double[])[0.1, 0.5, 0.9])
            {
                await silo.UntilAsync(run, view => Done(view) >= share * Rows * ModelColumns, cancellationToken);
                await silo.KillAsync();
                Console.WriteLine($"killed at {share:0 %} after {watch.Elapsed.TotalSeconds:0.0} s");
                await silo.DisposeAsync();
                silo = await SiloProcess.StartAsync(folder.File("data"), providers);
            }

            var end = await silo.UntilEndedAsync(run, cancellationToken);
            var rows = await silo.ResultsAsync(run, cancellationToken);
            var distinct = rows.Select(static row => row.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count();
            var stats = await simulator.StatsAsync(cancellationToken);
            var answered = stats.GetProperty("succeeded").GetInt64();
            const int Cells = Rows * ModelColumns;
            Console.WriteLine($"state {end.GetProperty("state")} {end.GetProperty("outcome")}, {watch.Elapsed.TotalSeconds:0.0} s");
            Console.WriteLine($"rows {rows.Count}, distinct {distinct}");
            Console.WriteLine($"model cells {Cells}, answered calls {answered}, repeated {answered - Cells} (bound: {3 * Cap} in flight at three kills)");
            Console.WriteLine($"rate limited {stats.GetProperty("rateLimited")}, most in flight {stats.GetProperty("maxInFlight")}");
            Console.WriteLine(rows.Count == Rows && distinct == Rows && answered <= Cells + (3 * Cap) ? "holds" : "DOES NOT HOLD");
        }
        finally
        {
            await silo.DisposeAsync();
        }
    }

    private static long Done(JsonElement view) =>
        view.GetProperty("columns").EnumerateArray()
            .Where(static column => column.GetProperty("kind").GetString()!.StartsWith("llm", StringComparison.Ordinal))
            .Sum(static column => column.GetProperty("done").GetInt64());

    private static string Document =>
        $$$"""
        run: 1
        name: resume
        rows: {{{Rows}}}
        rowGroupSize: 500
        randomSeed: 11
        columns:
          - { name: id, kind: sampler, sampler: uuid }
          - { name: a, kind: llm-text, model: writer, prompt: "first {{id}}" }
          - { name: b, kind: llm-text, model: writer, prompt: "second {{id}} {{a}}" }
          - { name: c, kind: llm-text, model: writer, prompt: "third {{id}} {{b}}" }
        """;
}
