using Granary.Embedded.Tests.Grains;

namespace Granary.Embedded.Tests.Hosting;

public sealed class DurabilityTests
{
    [Fact]
    public async Task State_on_a_folder_survives_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await EmbeddedHost.StartAsync(folder.Path))
        {
            var ledger = first.Grains.GetGrain<ILedgerGrain>("a");
            Assert.Equal(3, await ledger.AddAsync(3));
            Assert.Equal(7, await ledger.AddAsync(4));
        }

        await using var second = await EmbeddedHost.StartAsync(folder.Path);
        Assert.Equal(7, await second.Grains.GetGrain<ILedgerGrain>("a").TotalAsync());
        Assert.Equal(8, await second.Grains.GetGrain<ILedgerGrain>("a").AddAsync(1));
        Assert.Equal(0, await second.Grains.GetGrain<ILedgerGrain>("b").TotalAsync());
    }

    [Fact]
    public async Task Reminder_on_a_folder_ticks_after_a_restart_and_leaves_out_what_was_missed()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualClock();
        await using (var first = await EmbeddedHost.StartAsync(folder.Path, clock))
        {
            await first.Grains.GetGrain<ILedgerGrain>("a").RemindAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
            Assert.Equal("activated a", await first.Witness.NextAsync());
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal("reminded a tick 00:01:00", await first.Witness.NextAsync());
        }

        clock.Advance(TimeSpan.FromMinutes(9.5));
        await using var second = await EmbeddedHost.StartAsync(folder.Path, clock);
        clock.Advance(TimeSpan.FromMinutes(0.5));
        Assert.Equal("activated a", await second.Witness.NextAsync());
        Assert.Equal("reminded a tick 00:11:00", await second.Witness.NextAsync());
        Assert.True(await second.Grains.GetGrain<ILedgerGrain>("a").HasReminderAsync());
    }
}
