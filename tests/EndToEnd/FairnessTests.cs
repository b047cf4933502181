using System.Text.Json;

using Granary.TestKit;
using Granary.TestKit.Processes;

namespace Granary.EndToEnd;

/// <summary>Two runs and interactive chat share one endpoint.</summary>
public sealed class FairnessTests
{
    private const int HiddenLimit = 6;
    private const int Chats = 8;
    private const int Rows = 200;

    [Fact]
    public async Task Chat_goes_ahead_of_bulk_and_neither_run_starves()
    {
        using var folder = new TemporaryFolder();
        await using var simulator = await SimulatorProcess.StartAsync("--limit", "64", "--latency", "60ms", "--sigma", "0.1");
        await using var silo = await SiloProcess.StartAsync(
            folder.File("data"), SiloProcess.WriteProviders(folder, simulator.Address, HiddenLimit, "writer"));
        var first = await silo.StartRunAsync(Bulk("first"), TestContext.Current.CancellationToken);
        var second = await silo.StartRunAsync(Bulk("second"), TestContext.Current.CancellationToken);
        await silo.UntilAsync(second, static view => Done(view) >= 5, TestContext.Current.CancellationToken);

        // Hundreds of bulk cells wait in front of six permits; a chat that queued behind them would see nearly all of them finish first.
        var before = await BothAsync(silo, first, second);
        for (var i = 0; i < Chats; i++)
        {
            var (status, body) = await silo.SendAsync(HttpMethod.Post, "v1/chat/completions", TestContext.Current.CancellationToken,
                $$"""{"model":"writer","messages":[{"role":"user","content":"chat {{i}}"}]}""", "application/json");
            Assert.True(status == 200, $"{status}: {body}");
        }

        var after = await BothAsync(silo, first, second);
        var overtook = after.Sum() - before.Sum();
        Assert.True(
            overtook < (2 * Rows) - before.Sum(), $"Chat only came through after the bulk work had ended: {before.Sum()} cells before, {overtook} meanwhile.");

        await silo.UntilAsync(first, static view => Done(view) >= 60, TestContext.Current.CancellationToken);
        var shares = await BothAsync(silo, first, second);
        Assert.True(shares.Min() * 3 >= shares.Max(), $"One run starves: {shares[0]} against {shares[1]} cells.");

        var stats = await simulator.StatsAsync(TestContext.Current.CancellationToken);
        Assert.InRange(stats.GetProperty("maxInFlight").GetInt32(), 1, HiddenLimit);
    }

    private static async Task<long[]> BothAsync(SiloProcess silo, string first, string second)
    {
        var views = new long[2];
        views[0] = Done((await silo.SendAsync(HttpMethod.Get, $"v1/runs/{first}", TestContext.Current.CancellationToken)).Body);
        views[1] = Done((await silo.SendAsync(HttpMethod.Get, $"v1/runs/{second}", TestContext.Current.CancellationToken)).Body);
        return views;
    }

    private static long Done(JsonElement view) =>
        view.GetProperty("columns").EnumerateArray().Single(static column => column.GetProperty("name").GetString() == "text").GetProperty("done").GetInt64();

    private static string Bulk(string name) =>
        $$$"""
        run: 1
        name: {{{name}}}
        rows: {{{Rows}}}
        preflight: false
        columns:
          - { name: text, kind: llm-text, model: writer, prompt: "{{{name}}} {{id}}" }
          - { name: id, kind: sampler, sampler: uuid }
        """;
}
