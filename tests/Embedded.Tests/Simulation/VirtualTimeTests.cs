using System.Diagnostics;
using Granary.Embedded.Simulation;
using Granary.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Embedded.Tests.Simulation;

public sealed class VirtualTimeTests
{
    [Fact]
    public void Time_jumps_over_what_nobody_does()
    {
        using var cluster = Cluster.Start();
        var begin = Stopwatch.GetTimestamp();
        var before = cluster.Time.GetUtcNow();
        cluster.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromDays(7), cluster.Time);
            await cluster.Client.GetGrain<IPlaceGrain>("a").WaitAsync(TimeSpan.FromSeconds(20));
        });
        Assert.InRange(cluster.Time.GetUtcNow() - before, TimeSpan.FromSeconds((7 * 86400) + 20), TimeSpan.FromSeconds((7 * 86400) + 21));
        Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(20));
        Assert.Equal(0, cluster.ForeignWork);
    }

    [Fact]
    public void Driver_that_waits_for_nothing_is_a_deadlock_and_the_message_has_the_seed()
    {
        using var cluster = Cluster.Start(seed: 77);
        var error = Assert.Throws<SimulationException>(() => cluster.Run(() => new TaskCompletionSource().Task));
        Assert.Contains("Seed 77", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_simulation_ends_at_the_virtual_time_limit()
    {
        using var cluster = Cluster.Start(configure: o => o.VirtualTimeLimit = TimeSpan.FromHours(1));
        Assert.Throws<SimulationException>(() => cluster.RunFor(TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Reminders_tick_on_virtual_time_and_activate_their_grain()
    {
        using var cluster = Cluster.Start();
        cluster.Run(() => cluster.Client.GetGrain<ILedgerGrain>("a").RemindAsync(TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        cluster.RunFor(TimeSpan.FromHours(5.5));
        var ticks = cluster.Silos.SelectMany(s => s.Services.GetRequiredService<LedgerWitness>().Rest()).Where(w => w.StartsWith("reminded", StringComparison.Ordinal));
        Assert.Equal(5, ticks.Count());
    }

    [Fact]
    public void Hosted_services_of_a_silo_start_run_and_stop_with_it()
    {
        var lives = new List<string>();
        using var cluster = Cluster.Start(configure: o => o.ConfigureSilo = (name, services) =>
        {
            services.AddSingleton<LedgerWitness>();
            services.AddHostedService(p => new BeatingService(name, lives, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<IGrainFactory>()));
        });
        cluster.RunFor(TimeSpan.FromSeconds(2.5));
        Assert.Equal(["silo-1 starts", "silo-2 starts"], lives.Take(2));
        Assert.Equal(2, lives.Count(l => l == "silo-1 beats"));
        cluster.Run(() => cluster.StopSiloAsync("silo-1"));
        Assert.Equal("silo-1 stops", lives[^1]);
        cluster.Faults.Crash("silo-2");
        var count = lives.Count;
        cluster.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(count, lives.Count);
    }

    [Fact]
    public void Wrong_options_are_named_all_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => EmbeddedCluster.Start(o =>
        {
            o.Silos.Clear();
            o.MessageDelay = TimeSpan.FromSeconds(5);
        }));
        Assert.Contains("GrainAssemblies", error.Message, StringComparison.Ordinal);
        Assert.Contains("Silos", error.Message, StringComparison.Ordinal);
        Assert.Contains("MessageDelay", error.Message, StringComparison.Ordinal);
    }
}
