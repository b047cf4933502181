using System.Diagnostics;
using System.Text;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.LoadRig;

/// <summary>
/// Whether loop and API wait for user code: latency of <c>/healthz/live</c> over one connection at 100 requests a second, with nothing else to do and
/// while a pool of each kind has 8 calls that block a thread for 1 s, in one run.
/// </summary>
internal static class ExecutorsScenario
{
    private const int Calls = 8;
    private const int Idle = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var python = folder.File("work.py");
        await File.WriteAllTextAsync(python, "import time\n\ndef wait(milliseconds):\n    time.sleep(milliseconds / 1000)\n", cancellationToken);
        var assembly = Path.Combine(
            Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Binaries.Silo)!)!)!, "SampleHandlers", new DirectoryInfo(Path.GetDirectoryName(Binaries.Silo)!).Name, "Granary.SampleHandlers.dll");
        await using var silo = await SiloProcess.StartAsync(
            folder.File("data"),
            SiloProcess.WriteProviders(folder, new Uri("http://127.0.0.1:9/"), 1, "writer"),
            $"--Executors:Assemblies:0={assembly}",
            "--Executors:Pools:inline:Kind=inline", $"--Executors:Pools:inline:MaxWorkers={Calls}",
            "--Executors:Pools:thread:Kind=thread", $"--Executors:Pools:thread:MaxWorkers={Calls}",
            "--Executors:Pools:dotnet:Kind=process", "--Executors:Pools:dotnet:MaxWorkers=1", $"--Executors:Pools:dotnet:LanesPerWorker={Calls}",
            "--Executors:Pools:python:Runtime=python", "--Executors:Pools:python:MaxWorkers=1", $"--Executors:Pools:python:LanesPerWorker={Calls}",
            $"--Executors:Pools:python:Python:File={python}");

        // One call each first: what is compiled or started on first use is not what is measured.
        foreach (var (pool, handler) in Pools)
        {
            await JobAsync(silo, pool, handler, 1, cancellationToken);
        }

        await MeasureAsync(silo, Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, cancellationToken), cancellationToken);
        var idle = await MeasureAsync(silo, IdleAsync(cancellationToken), cancellationToken);
        Console.WriteLine($"idle: p50 {idle.P50:0.00} ms, p99 {idle.P99:0.00} ms of {idle.Count}");
        foreach (var (pool, handler) in Pools)
        {
            var work = Task.WhenAll(Enumerable.Range(0, 4 * Calls).Select(_ => JobAsync(silo, pool, handler, 1000, cancellationToken)));
            var watch = Stopwatch.StartNew();
            var busy = await MeasureAsync(silo, work, cancellationToken);
            Console.WriteLine(
                $"{pool}: {4 * Calls} calls of 1 s, {Calls} at once, took {watch.Elapsed.TotalSeconds:0.0} s; meanwhile p50 {busy.P50:0.00} ms, p99 {busy.P99:0.00} ms of {busy.Count}, "
                + $"{busy.P99 / idle.P99:0.00} x idle (budget: 2 x)");
        }
    }

    private static (string Pool, string Handler)[] Pools { get; } =
        [("inline", "sample.wait"), ("thread", "sample.wait"), ("dotnet", "sample.wait"), ("python", "work:wait")];

    private static async Task IdleAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Idle; i++)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task JobAsync(SiloProcess silo, string pool, string handler, int milliseconds, CancellationToken cancellationToken)
    {
        using var content = new StringContent(
            $$$"""{"pool":"{{{pool}}}","handler":"{{{handler}}}","input":{"milliseconds":{{{milliseconds}}}}}""", Encoding.UTF8, "application/json");
        using var accepted = await silo.Http.PostAsync("v1/jobs", content, cancellationToken);
        accepted.EnsureSuccessStatusCode();
        using var result = await silo.Http.GetAsync($"{accepted.Headers.Location}/result?wait=60s".TrimStart('/'), cancellationToken);
        result.EnsureSuccessStatusCode();
    }

    private static async Task<(double P50, double P99, int Count)> MeasureAsync(SiloProcess silo, Task until, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = silo.Address };
        List<double> milliseconds = [];
        while (!until.IsCompleted)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await http.GetAsync("healthz/live", cancellationToken);
            answer.EnsureSuccessStatusCode();
            milliseconds.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        await until;
        milliseconds.Sort();
        return (milliseconds[milliseconds.Count / 2], milliseconds[(int)(milliseconds.Count * 0.99)], milliseconds.Count);
    }
}
