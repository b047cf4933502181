using System.Diagnostics;
using System.Text;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.LoadRig;

/// <summary>From starting the process to its first answered model call.</summary>
internal static class StartScenario
{
    private const int Times = 5;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorProcess.StartAsync("--latency", "1ms");
        List<double> seconds = [];
        for (var i = 0; i < Times; i++)
        {
            using var folder = new TemporaryFolder();
            var providers = SiloProcess.WriteProviders(folder, simulator.Address, 16, "writer");
            var watch = Stopwatch.StartNew();
            await using var silo = await SiloProcess.StartAsync(folder.File("data"), providers);
            using var content = new StringContent(
                """{"model":"writer","messages":[{"role":"user","content":"first"}]}""", Encoding.UTF8, "application/json");
            using var answer = await silo.Http.PostAsync("v1/chat/completions", content, cancellationToken);
            answer.EnsureSuccessStatusCode();
            seconds.Add(watch.Elapsed.TotalSeconds);
        }

        seconds.Sort();
        Console.WriteLine($"start to first answered call: median {seconds[Times / 2]:0.00} s, worst {seconds[^1]:0.00} s of {Times} (budget: < 2 s)");
    }
}
