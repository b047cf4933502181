using Granary.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Granary.Embedded.Tests.Hosting;

public sealed class LifetimeTests
{
    [Fact]
    public async Task Stopping_the_host_deactivates_all_activations()
    {
        await using var host = await EmbeddedHost.StartAsync();
        await host.Grains.GetGrain<ILedgerGrain>("a").AddAsync(1);
        await host.Grains.GetGrain<ILedgerGrain>("b").AddAsync(1);
        host.Witness.Rest();
        await host.StopAsync();
        Assert.Equal(
            ["deactivated a ShuttingDown", "deactivated b ShuttingDown"],
            host.Witness.Rest().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Call_after_the_stop_fails_at_once()
    {
        await using var host = await EmbeddedHost.StartAsync();
        var ledger = host.Grains.GetGrain<ILedgerGrain>("a");
        await ledger.AddAsync(1);
        await host.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => ledger.AddAsync(1));
    }

    [Fact]
    public async Task Hosted_services_may_call_grains_while_they_start_and_stop()
    {
        var caller = new CallingService();
        await using (var host = await EmbeddedHost.StartAsync(services: s => s.AddHostedService(p => caller.With(p))))
        {
            Assert.Equal(1, caller.AtStart);
        }

        Assert.Equal(2, caller.AtStop);
    }

    [Fact]
    public async Task Idle_activation_is_collected_after_its_age()
    {
        var clock = new ManualClock();
        await using var host = await EmbeddedHost.StartAsync(time: clock);
        await host.Grains.GetGrain<ILedgerGrain>("a").AddAsync(1);
        Assert.Equal("activated a", await host.Witness.NextAsync());
        clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(1, await host.Grains.GetGrain<ILedgerGrain>("a").TotalAsync());
        clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Empty(host.Witness.Rest());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("deactivated a ActivationIdle", await host.Witness.NextAsync());
    }

    [Fact]
    public async Task Wrong_options_are_named_all_at_once()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => EmbeddedHost.StartAsync(configure: o =>
        {
            o.GrainAssemblies.Clear();
            o.ResponseTimeout = TimeSpan.Zero;
            o.SiloName = " ";
        }));
        Assert.Equal(3, error.Failures.Count());
    }
}
