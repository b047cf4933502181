using Granary.Embedded.Simulation;
using Granary.Embedded.Tests.Grains;

namespace Granary.Embedded.Tests.Simulation;

public sealed class ReplayTests
{
    private static readonly FaultRates Weather = new()
    {
        Loss = 0.02,
        Duplication = 0.1,
        Late = 0.1,
        WriteFailsBefore = 0.03,
        WriteFailsAfter = 0.03,
        CrashEvery = TimeSpan.FromMinutes(2),
        PauseEvery = TimeSpan.FromMinutes(1),
        SplitEvery = TimeSpan.FromMinutes(1),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Same_seed_takes_the_same_course(ulong seed)
    {
        var (first, second) = (Live(seed), Live(seed));
        Assert.Equal(first.Lines, second.Lines);
        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal(first.Outcome, second.Outcome);
        Assert.True(first.Lines.Count > 2000);
    }

    [Fact]
    public void Other_seeds_take_other_courses() =>
        Assert.Equal(8, Enumerable.Range(1, 8).Select(seed => Live((ulong)seed).Hash).Distinct().Count());

    /// <summary>A busy quarter of an hour in bad weather: accounts grow, nothing that was acknowledged is lost.</summary>
    private static (ulong Hash, IReadOnlyList<string> Lines, string Outcome) Live(ulong seed)
    {
        using var cluster = Cluster.Start(seed, o =>
        {
            o.Silos.Add("silo-3");
            o.KeepTrace = true;
            o.Faults = Weather;
        });
        var acknowledged = new int[5];
        cluster.Run(() => Task.WhenAll(Enumerable.Range(0, 5).Select(i => SpendAsync(cluster, i, acknowledged))));
        cluster.Faults.Rates = FaultRates.None;
        var totals = cluster.Run(async () =>
        {
            // After the weather: what crashed is found dead, then everything answers.
            await Task.Delay(TimeSpan.FromMinutes(1), cluster.Time);
            return await Task.WhenAll(Enumerable.Range(0, 5).Select(i => cluster.Client.GetGrain<ILedgerGrain>($"{i}").TotalAsync()));
        });
        Assert.Equal(0, cluster.ForeignWork);
        for (var i = 0; i < 5; i++)
        {
            Assert.True(totals[i] >= acknowledged[i], $"Seed {seed}: ledger {i} has {totals[i]} of {acknowledged[i]} acknowledged.");
        }

        return (cluster.TraceHash, cluster.TraceLines, string.Join(' ', totals));
    }

    private static async Task SpendAsync(EmbeddedCluster cluster, int account, int[] acknowledged)
    {
        for (var i = 0; i < 60; i++)
        {
            try
            {
                await cluster.Client.GetGrain<ILedgerGrain>($"{account}").AddAsync(1);
                acknowledged[account]++;
            }
            catch (Exception error) when (error is TimeoutException or OrleansException)
            {
                // Not acknowledged: it may have taken effect, or not.
            }

            await Task.Delay(TimeSpan.FromSeconds(5), cluster.Time);
        }
    }
}
