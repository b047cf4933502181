using Granary.Embedded.Simulation;
using Granary.Embedded.Tests.Grains;

namespace Granary.Embedded.Tests.Simulation;

public sealed class CrashTests
{
    [Fact]
    public void Call_in_flight_to_a_silo_that_crashes_fails_when_it_is_found_dead()
    {
        using var cluster = Cluster.Start();
        var grain = cluster.Client.GetGrain<IPlaceGrain>("a");
        cluster.Run(async () =>
        {
            await grain.CountAsync();
            var call = grain.WaitAsync(TimeSpan.FromHours(1));
            await Task.Delay(TimeSpan.FromSeconds(1), cluster.Time);
            cluster.Faults.Crash(cluster.Of(grain).Name);
            var at = cluster.Elapsed;
            await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
            Assert.Equal(TimeSpan.FromSeconds(11), cluster.Elapsed - at);
        });
    }

    [Fact]
    public void Grain_of_a_dead_silo_is_activated_on_another_with_what_it_had_stored()
    {
        using var cluster = Cluster.Start();
        var ledger = cluster.Client.GetGrain<ILedgerGrain>("a");
        var place = cluster.Client.GetGrain<IPlaceGrain>("a");
        cluster.Run(async () =>
        {
            Assert.Equal(5, await ledger.AddAsync(5));
            var home = cluster.Of(ledger);
            cluster.Faults.Crash(home.Name);
            Assert.False(home.IsAlive);
            await Assert.ThrowsAsync<SiloUnavailableException>(() => ledger.AddAsync(1));
            Assert.Equal(6, await ledger.AddAsync(1));
            Assert.NotEqual(home.Name, cluster.Of(ledger).Name);
            Assert.Equal(cluster.Silos[0].Name, await place.SiloAsync());
        });
    }

    [Fact]
    public void Crash_deactivates_nothing_and_loses_memory()
    {
        using var cluster = Cluster.Start(configure: o =>
        {
            o.Silos.Clear();
            o.Silos.Add("only");
        });
        var place = cluster.Client.GetGrain<IPlaceGrain>("a");
        cluster.Run(async () =>
        {
            Assert.Equal(1, await place.CountAsync());
            Assert.Equal(2, await place.CountAsync());
            cluster.Faults.Crash("only");
            await cluster.StartSiloAsync("only");
            Assert.Equal(1, await place.CountAsync());
        });
    }

    [Fact]
    public void Call_that_a_dying_grain_waits_for_is_never_answered_to_it()
    {
        using var cluster = Cluster.Start();
        var caller = cluster.Client.GetGrain<IPlaceGrain>("caller");
        cluster.Run(async () =>
        {
            await caller.CountAsync();
            var call = caller.CallAsync("called", 1_000_000);
            await Task.Delay(TimeSpan.FromMilliseconds(20), cluster.Time);
            cluster.Faults.Crash(cluster.Of(caller).Name);
            await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
            var before = await AskAsync(cluster);
            await Task.Delay(TimeSpan.FromSeconds(5), cluster.Time);
            Assert.Equal(before + 1, await AskAsync(cluster));
        });
    }

    [Fact]
    public void Stopped_silo_hands_its_grains_over()
    {
        using var cluster = Cluster.Start();
        var ledger = cluster.Client.GetGrain<ILedgerGrain>("a");
        cluster.Run(async () =>
        {
            await ledger.AddAsync(5);
            await cluster.StopSiloAsync(cluster.Of(ledger).Name);
            Assert.Equal(6, await ledger.AddAsync(1));
            Assert.Single(cluster.Silos);
        });
    }

    [Fact]
    public void Paused_silo_does_nothing_and_then_everything()
    {
        using var cluster = Cluster.Start();
        var grain = cluster.Client.GetGrain<IPlaceGrain>("a");
        cluster.Run(async () =>
        {
            await grain.CountAsync();
            cluster.Faults.Pause(cluster.Of(grain).Name, TimeSpan.FromSeconds(5));
            var at = cluster.Elapsed;
            Assert.Equal(2, await grain.CountAsync());
            Assert.InRange(cluster.Elapsed - at, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.01));
            Assert.Throws<ArgumentOutOfRangeException>(() => cluster.Faults.Pause(cluster.Of(grain).Name, TimeSpan.FromSeconds(11)));
        });
    }

    private static async Task<int> AskAsync(EmbeddedCluster cluster)
    {
        while (true)
        {
            try
            {
                return await cluster.Client.GetGrain<IPlaceGrain>("called").CountAsync();
            }
            catch (SiloUnavailableException)
            {
                // It was on the silo that died.
            }
        }
    }
}
