using Granary.Embedded.Simulation;
using Granary.Embedded.Tests.Grains;

namespace Granary.Embedded.Tests.Simulation;

public sealed class StorageFaultTests
{
    [Fact]
    public void Write_that_fails_before_its_effect_leaves_what_was_there()
    {
        using var cluster = Cluster.Start();
        var ledger = cluster.Client.GetGrain<ILedgerGrain>("a");
        cluster.Run(async () =>
        {
            await ledger.AddAsync(5);
            cluster.Faults.FailNextWrite(WriteFault.BeforeEffect);
            await Assert.ThrowsAsync<OrleansException>(() => ledger.AddAsync(1));
            await ledger.LeaveAsync();
            Assert.Equal(5, await ledger.TotalAsync());
        });
    }

    [Fact]
    public void Write_that_fails_after_its_effect_is_there_and_the_next_one_conflicts()
    {
        using var cluster = Cluster.Start();
        var ledger = cluster.Client.GetGrain<ILedgerGrain>("a");
        cluster.Run(async () =>
        {
            await ledger.AddAsync(5);
            cluster.Faults.FailNextWrite(WriteFault.AfterEffect, key => key.Contains("ledger", StringComparison.Ordinal));
            await Assert.ThrowsAsync<OrleansException>(() => ledger.AddAsync(1));
            await Assert.ThrowsAsync<InconsistentStateException>(() => ledger.AddAsync(1));

            // The conflict ended the activation; the next one starts from what is stored.
            Assert.Equal(6, await ledger.TotalAsync());
        });
    }
}
