using Granary.Embedded.Simulation;
using Granary.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Embedded.Tests.Simulation;

public sealed class DirectorySplitTests
{
    [Fact]
    public void Split_makes_a_second_activation_for_a_while_and_the_etag_fences_its_writes()
    {
        using var cluster = Cluster.Start();
        var ledger = cluster.Client.GetGrain<ILedgerGrain>("a");
        cluster.Run(async () =>
        {
            await ledger.AddAsync(5);
            var home = cluster.Of(ledger);
            var away = cluster.Other(home);
            Assert.True(cluster.Faults.SplitDirectory(ledger, TimeSpan.FromSeconds(10)));
            Assert.Equal(6, await ledger.AddAsync(1));
            Assert.Contains(ledger.GetGrainId(), away.ActiveGrains);
            Assert.Contains(ledger.GetGrainId(), home.ActiveGrains);

            // The first one still runs, on its own silo, and does not know of the second one's write.
            await Assert.ThrowsAsync<InconsistentStateException>(() => home.Grains.GetGrain<ILedgerGrain>("a").AddAsync(100));
            Assert.Equal(6, await home.Grains.GetGrain<ILedgerGrain>("a").TotalAsync());
            await Task.Delay(TimeSpan.FromSeconds(11), cluster.Time);
            Assert.Single(cluster.Silos, s => s.ActiveGrains.Contains(ledger.GetGrainId()));
            Assert.Equal(6, await ledger.TotalAsync());
            Assert.Contains("deactivated a DuplicateActivation", away.Services.GetRequiredService<LedgerWitness>().Rest());
        });
    }

    [Fact]
    public void Grain_that_is_not_active_is_not_split()
    {
        using var cluster = Cluster.Start();
        Assert.False(cluster.Faults.SplitDirectory(cluster.Client.GetGrain<ILedgerGrain>("a"), TimeSpan.FromSeconds(10)));
    }
}
