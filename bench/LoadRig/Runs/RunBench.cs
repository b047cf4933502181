using System.Text.Json;

using Granary.Admission;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Tasks;
using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.LoadRig.Runs;

/// <summary>Runs, measured: the engine without a model's time, a chain of columns, two loads on one dispatcher, a cooling provider, a million rows.</summary>
internal static class RunBench
{
    private const int Slots = 8;
    private const int Rounds = 10;
    private const double Ideal = 250 * 4 * 0.020 / 64;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("| what | measured | budget | ratio |");
        Console.WriteLine("|---|---|---|---|");
        await NoOpAsync(cancellationToken);
        await ChainAloneAsync(cancellationToken);
        await ChainAsync(", estimator: fixed", cancellationToken);
        await ChainAsync("", cancellationToken);
        HeavyRoot();
        Cooling();
        await MillionAsync(cancellationToken);
    }

    private static async Task NoOpAsync(CancellationToken cancellationToken)
    {
        await NoOpRuns.CellsPerSecondAsync(5_000, cancellationToken);
        List<double> rounds = [];
        for (var round = 0; round < 3; round++)
        {
            rounds.Add(await NoOpRuns.CellsPerSecondAsync(50_000, cancellationToken));
        }

        rounds.Sort();
        Line("model cells per second, model that answers at once, 50,000 rows × 4 columns, 3 rounds", $"{rounds[1]:0} (from {rounds[0]:0} to {rounds[^1]:0})", "> 20,000", rounds[1] / 20_000);
    }

    /// <summary>The lines about a chain of columns alone.</summary>
    public static async Task ChainsAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("| what | measured | budget | ratio |");
        Console.WriteLine("|---|---|---|---|");
        await ChainAloneAsync(cancellationToken);
        await ChainAsync(", estimator: fixed", cancellationToken);
        await ChainAsync("", cancellationToken);
    }

    // The engine alone: submission, groups, permits, cell log on the disk and the part are in it, HTTP is not.
    private static async Task ChainAloneAsync(CancellationToken cancellationToken)
    {
        var rounds = await NoOpRuns.SecondsAsync(Rounds, 250, 64, TimeSpan.FromMilliseconds(20), cancellationToken);
        ChainLine("1,000 waits of 20 ms, 64 at a time, and nothing else: what this machine's timers make of the ideal", [.. rounds.Select(static round => round.Bare)]);
        ChainLine("chain of 4 columns, 250 rows, 20 ms, cap 64, without HTTP: a model in the process that answers after 20 ms under a permit; running to completing", [.. rounds.Select(static round => round.Working)]);
        ChainLine("the same without HTTP: submission to completed, files and manifest included", [.. rounds.Select(static round => round.Total)]);
    }

    // From the run's own record: running to completing.
    private static async Task ChainAsync(string estimator, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("providers.yaml"),
            $$"""
            version: 1
            providers:
              local: { kind: simulator, simulate: { limit: 100000, latency: 20ms, sigma: 0, loadFactor: 0, tokensPerSecond: 0, words: 4 } }
            aliases:
              writer: { provider: local, model: sim-1, cap: 64{{estimator}} }
            """,
            cancellationToken);
        await using var silo = await SiloProcess.StartAsync(folder.File("data"), folder.File("providers.yaml"));
        List<double> rounds = [];
        for (var round = 0; round < Rounds; round++)
        {
            var run = await silo.StartRunAsync(ChainDocument.Replace("NAME", $"chain{round}", StringComparison.Ordinal), cancellationToken);
            await silo.UntilEndedAsync(run, cancellationToken);
            rounds.Add(await RunRecord.WorkingAsync(folder.File("data"), run, cancellationToken));
        }

        ChainLine($"chain of 4 columns, 250 rows, 20 ms, cap 64{estimator}, through HTTP and the simulated provider", rounds);
    }

    // The first one compiles the code.
    private static void ChainLine(string what, List<double> rounds)
    {
        rounds.RemoveAt(0);
        rounds.Sort();
        var median = rounds[rounds.Count / 2];
        Line(what, FormattableString.Invariant($"{median:0.000} s (from {rounds[0]:0.000} to {rounds[^1]:0.000})"), "≤ 1.15 × 0.3125 s", median / Ideal);
    }

    private static void HeavyRoot()
    {
        var root = Model("root", "a");
        var peer = Model("peer", "b");
        var dispatch = new VirtualDispatch(Slots, [new VirtualLoad(root, 512, 0.5, 0), new VirtualLoad(peer, 256, 0.05, 0.05)]);
        var wall = dispatch.Run();
        Line("heavy root with a late fast peer, virtual time: wall", $"{wall:0.000} s", "≤ 33.7 s", wall / 33.7);
        var wait = dispatch.P95Of(peer);
        Line("the same: 95 % of the peer's tasks waited at most", $"{wait:0.00} s", "≤ 12.4 s", wait / 12.4);
    }

    private static void Cooling()
    {
        var healthy = Model("healthy", "a");
        var alone = new VirtualDispatch(Slots, [new VirtualLoad(healthy, 512, 0.1, 0)]);
        alone.Run();
        var ideal = alone.EndOf(healthy);

        var cold = Model("cold", "b");
        var both = new VirtualDispatch(
            Slots,
            [new VirtualLoad(healthy, 512, 0.1, 0), new VirtualLoad(cold, 512, 0.1, 0)],
            (0.0, new ChangeCapacityCommand(cold.RequestKey!.Value, 0, ideal)));
        both.Run();
        Line("healthy provider beside one that cools, virtual time, against alone", $"{both.EndOf(healthy):0.00} s, alone {ideal:0.00} s", "nothing lost", both.EndOf(healthy) / ideal);
    }

    private static async Task MillionAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("providers.yaml"),
            """
            version: 1
            providers:
              local: { kind: simulator, simulate: { limit: 100000, latency: 100ms, sigma: 0, loadFactor: 0, tokensPerSecond: 0, words: 4 } }
            aliases:
              writer: { provider: local, model: sim-1, cap: 64 }
            """,
            cancellationToken);
        await using var silo = await SiloProcess.StartAsync(folder.File("data"), folder.File("providers.yaml"));
        var run = await silo.StartRunAsync(MillionDocument, cancellationToken);
        await silo.UntilAsync(run, static view => Done(view) >= 2_000, cancellationToken);
        var peak = ProcessUse.PeakBytes(silo.Id) / 1_000_000.0;
        Line("1,000,000 rows × 8 columns, planned, started and 2,000 model cells made: most memory of the process", $"{peak:0} MB", "< 300 MB", peak / 300);
    }

    private static long Done(JsonElement view) => view.GetProperty("columns").EnumerateArray().Where(static column => column.GetProperty("kind").GetString() == "llm-text").Sum(static column => column.GetProperty("done").GetInt64());

    private static TaskDeclaration Model(string run, string model) =>
        new TaskDeclarations(256).Model(new RunProfile(run, "default"), [new AliasTarget(model, new ResourceKey("p", model, Domain.Chat), Slots)], "chat_completion", ["c"]);

    private static void Line(string what, string measured, string budget, double ratio) => Console.WriteLine(FormattableString.Invariant($"| {what} | {measured} | {budget} | {ratio:0.00} |"));

    private const string ChainDocument =
        """
        name: NAME
        rows: 250
        preflight: false
        columns:
          - { name: id, kind: sampler, sampler: uuid }
          - { name: a, kind: llm-text, model: writer, prompt: "first {{id}}" }
          - { name: b, kind: llm-text, model: writer, prompt: "second {{a}}" }
          - { name: c, kind: llm-text, model: writer, prompt: "third {{b}}" }
          - { name: d, kind: llm-text, model: writer, prompt: "fourth {{c}}" }
        """;

    private const string MillionDocument =
        """
        name: million
        rows: 1000000
        preflight: false
        columns:
          - { name: id, kind: sampler, sampler: uuid }
          - { name: product, kind: sampler, sampler: category, params: { values: [router, phone, lamp], weights: [3, 2, 1] } }
          - { name: price, kind: sampler, sampler: uniform, params: { low: 1, high: 500, decimals: 2 } }
          - { name: bought, kind: sampler, sampler: datetime, params: { start: 2025-01-01, end: 2026-01-01 } }
          - { name: title, kind: expression, template: "{{product}} {{id}}" }
          - { name: a, kind: llm-text, model: writer, prompt: "A customer writes about {{title}}." }
          - { name: b, kind: llm-text, model: writer, prompt: "Answer: {{a}}" }
          - { name: short, kind: expression, template: "{{truncate b 40}}" }
        """;
}
