using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Writing;

public sealed class WriteFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> FailingSteps => ["Sync", "Write", "Create"];

    [Theory]
    [MemberData(nameof(FailingSteps))]
    public async Task Failure_fails_all_that_waits_and_poisons_the_log(string step)
    {
        var bench = new LogBench(new SimulatedDisk());
        await using var log = await bench.OpenAsync();
        bench.Disk.SyncGate.Reset();
        List<Task<long>> lost = [];
        if (step != "Create")
        {
            lost.Add(log.AppendAsync(LogBench.Type, LogBench.Text("kept"), Token).AsTask());
            bench.Disk.SyncArrived.Wait(Token);
        }

        bench.Disk.Fail(Enum.Parse<DiskStep>(step));

        // Nothing holds the writer before its first segment: there the failure may come before the second append.
        lost.AddRange(Enumerable.Range(0, step == "Create" ? 1 : 20).Select(n => log.AppendAsync(LogBench.Type, LogBench.Text($"{n}"), Token).AsTask()));
        bench.Disk.SyncGate.Set();
        if (step == "Write")
        {
            // The sync of the first append had already been reached, so that one is safe.
            Assert.Equal(1, await lost[0]);
            lost.RemoveAt(0);
        }

        foreach (var append in lost)
        {
            Assert.Equal(JournalErrorCodes.WriteFailed, (await Assert.ThrowsAsync<JournalException>(() => append)).Code);
        }

        var refused = await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("later"), Token));
        Assert.Equal(JournalErrorCodes.Unavailable, refused.Code);
        Assert.NotNull(log.Snapshot().Failure);
        await Assert.ThrowsAsync<JournalException>(log.CloseAsync);
        Assert.Throws<JournalException>(() => { _ = log.SyncAsync(); });
    }

    [Fact]
    public async Task Log_opens_again_after_a_failed_write_with_what_was_acknowledged()
    {
        var bench = new LogBench(new SimulatedDisk());
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            bench.Disk.Fail(DiskStep.Write);
            await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token));
        }

        await using var again = await bench.OpenAsync();
        Assert.Equal(["one"], bench.Texts);
        Assert.Equal(2, await again.AppendAsync(LogBench.Type, LogBench.Text("three"), Token));
    }

    [Fact]
    public async Task Failed_interval_sync_poisons_although_nobody_waits()
    {
        var bench = new LogBench(new SimulatedDisk(), new LogOptions { Folder = LogBench.Folder, Durability = Durability.Interval });
        await using var log = await bench.OpenAsync();
        await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
        bench.Disk.Fail(DiskStep.Sync);
        await Assert.ThrowsAsync<JournalException>(log.SyncAsync);
        Assert.Equal(JournalErrorCodes.WriteFailed, log.Snapshot().Failure!.Code);
    }
}
