using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.LoadRig;

/// <summary>A server that has served a run and then has nothing to do: CPU, wake-ups and memory over 20 s.</summary>
internal static class IdleScenario
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var simulator = await SimulatorProcess.StartAsync("--limit", "16", "--latency", "5ms");
        await using var silo = await SiloProcess.StartAsync(folder.File("data"), SiloProcess.WriteProviders(folder, simulator.Address, 16, "writer"));
        await MeasureAsync("fresh", silo.Id, cancellationToken);
        var run = await silo.StartRunAsync(
            """
            run: 1
            name: warm
            rows: 200
            columns:
              - { name: id, kind: sampler, sampler: uuid }
              - { name: a, kind: llm-text, model: writer, prompt: "{{id}}" }
            """, cancellationToken);
        await silo.UntilEndedAsync(run, cancellationToken);

        // Shares are returned after two refreshes without demand (at most 11 s), then there is nothing left to send.
        await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, cancellationToken);
        await MeasureAsync("after a run", silo.Id, cancellationToken);
    }

    private static async Task MeasureAsync(string what, int processId, CancellationToken cancellationToken)
    {
        var before = ProcessUse.Of(processId);
        await Task.Delay(Window, TimeProvider.System, cancellationToken);
        var after = ProcessUse.Of(processId);
        Console.WriteLine(
            $"{what}: CPU {(after.Cpu - before.Cpu) / Window:0.00 %}, {(after.VoluntarySwitches - before.VoluntarySwitches) / Window.TotalSeconds:0.0} thread wake-ups/s, "
            + $"{after.ResidentBytes / 1024.0 / 1024.0:0} MiB resident (budget: < 1 %, < 150 MB)");
    }
}
