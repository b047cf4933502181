using Granary.Embedded.Simulation;
using Granary.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Embedded.Tests.Simulation;

public sealed class DirectorySplitTests
{
    [Fact]
    public void Split_makes_a_second_activation_which_ends_with_it()
    {
        using var cluster = Cluster.Start();
        var ledger = cluster.Client.GetGrain<ILedgerGrain>("a");
        cluster.Run(async () =>
        {
            await ledger.AddAsync(5);
            var home = cluster.Of(ledger);
            var away = cluster.Other(home);
            Assert.True(cluster.Faults.SplitDirectory(ledger, TimeSpan.FromSeconds(10)));
            Assert.Equal(5, await ledger.TotalAsync());
            Assert.Contains(ledger.GetGrainId(), away.ActiveGrains);
            Assert.Contains(ledger.GetGrainId(), home.ActiveGrains);
            await cluster.PassAsync(TimeSpan.FromSeconds(11));
            Assert.Same(home, cluster.Of(ledger));
            Assert.Contains("deactivated a DuplicateActivation", away.Services.GetRequiredService<LedgerWitness>().Rest());
        });
    }

    [Fact]
    public void Version_of_the_state_fences_the_writes_of_two_activations()
    {
        using var cluster = Cluster.Start();
        var ledger = cluster.Client.GetGrain<ILedgerGrain>("a");
        cluster.Run(async () =>
        {
            await ledger.AddAsync(5);
            var home = cluster.Of(ledger);
            Assert.True(cluster.Faults.SplitDirectory(ledger, TimeSpan.FromSeconds(10)));
            Assert.Equal(6, await ledger.AddAsync(1));

            // The first one still runs, on its own silo, and does not know of the second one's write.
            await Assert.ThrowsAsync<InconsistentStateException>(() => home.RunAsync(() => ledger.AddAsync(100)));
            await cluster.PassAsync(TimeSpan.FromSeconds(11));
            Assert.Equal(6, await ledger.TotalAsync());
            Assert.Single(cluster.Silos, s => s.ActiveGrains.Contains(ledger.GetGrainId()));
        });
    }

    [Fact]
    public void Grain_that_is_not_active_is_not_split()
    {
        using var cluster = Cluster.Start();
        Assert.False(cluster.Faults.SplitDirectory(cluster.Client.GetGrain<ILedgerGrain>("a"), TimeSpan.FromSeconds(10)));
    }
}
