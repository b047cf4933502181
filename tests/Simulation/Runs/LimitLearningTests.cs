using System.Text;

using Granary.Abstractions.Runs;
using Granary.Grains.Simulator;

using Microsoft.Extensions.DependencyInjection;

namespace Granary.Simulation.Runs;

/// <summary>
/// A run on production code against a provider with a hidden limit that names a wait when it refuses and nothing else: the limit is found soon, and
/// the provider is kept as busy as it lets itself be.
/// </summary>
public sealed class LimitLearningTests
{
    private const int Rows = 600;
    private const int Columns = 2;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>busy: share of the provider's places in use, from the start to when nine tenths of the calls are made; refused: calls at the most.</summary>
    [Theory]
    [InlineData("seek", 1, 20, 0.9, 20)]
    [InlineData("seek", 3, 20, 0.85, 40)]
    [InlineData("seek", 1, 3, 0.95, 12)]
    [InlineData("aimd", 1, 20, 0.75, 40)]
    public void Run_keeps_a_provider_busy_whose_limit_nobody_knows(string estimator, int silos, int limit, double busy, int refused)
    {
        var (used, stats, view) = Run(estimator, silos, limit);
        Assert.True(view.State == RunState.Completed, $"{view.State}: {view.Reason}; {stats}");
        Assert.Equal(Rows * Columns, stats.Answered);
        Assert.True(used >= busy * limit, $"{used:0.00} of {limit} places in use, {stats.RateLimited} of {stats.Calls} calls refused");
        Assert.True(stats.RateLimited <= refused, $"{stats.RateLimited} of {stats.Calls} calls refused, {used:0.00} of {limit} places in use");
    }

    private static (double Used, SimulatorStats Stats, RunView View) Run(string estimator, int silos, int limit)
    {
        var provider = new HiddenLimitProvider(new SimulatorSettings
        {
            Limit = limit, Latency = TimeSpan.FromMilliseconds(300), TokensPerSecond = 400, RetryAfter = TimeSpan.FromMilliseconds(400), Seed = 7,
        });
        var document = DocumentService.Read(
            $$"""
            version: 1
            providers: { p: { kind: openai-compatible, baseUrl: "http://p.test/v1" } }
            aliases:
              first: { provider: p, model: m, cap: 48, estimator: {{estimator}} }
              second: { provider: p, model: m, cap: 48, estimator: {{estimator}} }
            """);
        using var cluster = RunCluster.Start(
            5, silos, new SimulatedDisk(5), document, provided => provider.Wire(provided.GetRequiredService<TimeProvider>()));
        var (places, looks) = (0L, 0);
        RunView? view = null;
        cluster.Run(async () =>
        {
            var submitted = await cluster.Client.GetGrain<IRunSubmissionGrain>(0).SubmitAsync(new RunSubmission("default", "json", [.. Encoding.UTF8.GetBytes(Document)]));
            var run = cluster.Client.GetGrain<IRunGrain>(submitted.Run!.Id);
            while (view is not { State: RunState.Completed or RunState.Failed or RunState.Paused })
            {
                await Task.Delay(Look, cluster.Time);
                if (provider.Stats is { Calls: > 0 } stats && stats.Answered < 0.9 * Rows * Columns)
                {
                    places += stats.Admitted;
                    looks++;
                }

                view = await run.ViewAsync();
            }
        });
        return (places / (double)looks, provider.Stats, view!);
    }

    private static string Document => $$$"""
        { "name": "learning", "rows": {{{Rows}}}, "rowGroupSize": 100, "randomSeed": 5, "preflight": false,
          "seed": { "rows": [{{{string.Join(",", Enumerable.Range(0, Rows).Select(static n => $$"""{"n":{{n}}}"""))}}}] },
          "columns": [
            { "name": "n", "kind": "seed", "type": "int" },
            { "name": "c1", "kind": "llm-text", "model": "first", "prompt": "one {{n}}" },
            { "name": "c2", "kind": "llm-text", "model": "second", "prompt": "two {{c1}}" } ] }
        """;
}
