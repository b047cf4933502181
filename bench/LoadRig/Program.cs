using Granary.LoadRig;
using Granary.LoadRig.Runs;

Dictionary<string, Func<CancellationToken, Task>> scenarios = new(StringComparer.Ordinal)
{
    ["resume"] = ResumeScenario.RunAsync,
    ["idle"] = IdleScenario.RunAsync,
    ["start"] = StartScenario.RunAsync,
    ["run"] = RunBench.RunAsync,
    ["chain"] = RunBench.ChainsAsync,
    ["dispatch"] = DispatchBench.RunAsync,
    ["cells"] = CellsScenario.RunAsync,
    ["replay"] = ReplayScenario.RunAsync,
    ["executors"] = ExecutorsScenario.RunAsync,
};

using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(15));
foreach (var name in args.Length > 0 ? args : [.. scenarios.Keys])
{
    if (!scenarios.TryGetValue(name, out var scenario))
    {
        await Console.Error.WriteLineAsync($"Unknown scenario '{name}'; there are: {string.Join(", ", scenarios.Keys)}.");
        return 2;
    }

    Console.WriteLine($"## {name}");
    await scenario(bound.Token);
}

return 0;
