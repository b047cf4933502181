using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Writing;

public sealed class GroupCommitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Appends_that_arrive_during_a_sync_share_the_next_one()
    {
        var bench = new LogBench(new SimulatedDisk());
        await using var log = await bench.OpenAsync();
        bench.Disk.SyncGate.Reset();
        var first = log.AppendAsync(LogBench.Type, LogBench.Text("first"), Token).AsTask();
        bench.Disk.SyncArrived.Wait(Token);
        var others = Enumerable.Range(0, 63).Select(n => log.AppendAsync(LogBench.Type, LogBench.Text($"{n}"), Token).AsTask()).ToList();
        Assert.False(first.IsCompleted);
        bench.Disk.SyncGate.Set();
        await first;
        Assert.Equal(Enumerable.Range(2, 63).Select(static n => (long)n), await Task.WhenAll(others));
        Assert.Equal(2, bench.Disk.Count(DiskStep.Sync));
        var snapshot = log.Snapshot();
        Assert.Equal((64L, 2L, 2L, 64L), (snapshot.Records, snapshot.Batches, snapshot.Syncs, snapshot.DurableSequence));
    }

    [Fact]
    public async Task Sixty_four_busy_writers_need_far_fewer_syncs_than_appends()
    {
        var bench = new LogBench(new SimulatedDisk());
        await using var log = await bench.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(
            async () =>
            {
                for (var round = 0; round < 50; round++)
                {
                    await log.AppendAsync(LogBench.Type, new byte[1000], Token);
                }
            },
            Token)));
        var snapshot = log.Snapshot();
        Assert.Equal(3200, snapshot.Records);
        Assert.True(snapshot.Syncs < 1600, $"{snapshot.Syncs} syncs for 3200 appends");
    }

    [Fact]
    public async Task Interval_acknowledges_after_the_write_and_syncs_once_when_the_interval_ends()
    {
        var options = new LogOptions { Folder = LogBench.Folder, Durability = Durability.Interval, Interval = TimeSpan.FromSeconds(1) };
        var bench = new LogBench(new SimulatedDisk(), options);
        await using var log = await bench.OpenAsync();
        await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
        await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token);
        bench.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, log.Snapshot().DurableSequence);
        bench.Disk.SyncGate.Reset();
        bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
        bench.Disk.SyncArrived.Wait(Token);
        bench.Disk.SyncGate.Set();
        await log.SyncAsync();
        Assert.Equal((2L, 1L), (log.Snapshot().DurableSequence, log.Snapshot().Syncs));
        bench.Clock.Advance(TimeSpan.FromMinutes(10));
        await log.SyncAsync();
        Assert.Equal(1, bench.Disk.Count(DiskStep.Sync));
    }

    [Fact]
    public async Task Mode_none_syncs_only_when_told_or_closed()
    {
        var options = new LogOptions { Folder = LogBench.Folder, Durability = Durability.None };
        var bench = new LogBench(new SimulatedDisk(), options);
        var log = await bench.OpenAsync();
        await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
        Assert.Equal(0, bench.Disk.Count(DiskStep.Sync));
        await log.SyncAsync();
        Assert.Equal(1, log.Snapshot().DurableSequence);
        await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token);
        await log.CloseAsync();
        Assert.Equal(3, bench.Disk.Count(DiskStep.Sync));
    }
}
