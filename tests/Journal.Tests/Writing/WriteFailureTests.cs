using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests.Writing;

public sealed class WriteFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> FailingSteps => ["Sync", "Write", "Create"];

    [Theory]
    [MemberData(nameof(FailingSteps))]
    public async Task Failure_fails_all_that_was_accepted_and_the_log_goes_on(string step)
    {
        var bench = new LogBench(new SimulatedDisk());
        List<Task<long>> lost = [];
        await using (var log = await bench.OpenAsync())
        {
            bench.Disk.SyncGate.Reset();
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

            var later = await log.AppendAsync(LogBench.Type, LogBench.Text("later"), Token);
            Assert.True(later > lost.Count + 1, $"sequence {later} after {lost.Count} that failed");
            Assert.Equal((LogState.Working, 1L, null), (log.Snapshot().State, log.Snapshot().WriteFailures, log.Snapshot().Failure));
        }

        await using var again = await bench.OpenAsync();
        Assert.Equal(step == "Write" ? ["kept", "later"] : ["later"], bench.Texts);
        Assert.True(again.Repair.IsClean);
    }

    [Fact]
    public async Task Appends_that_failed_never_happened_although_their_bytes_are_in_the_old_segment()
    {
        var bench = new LogBench(new SimulatedDisk());
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            bench.Disk.Fail(DiskStep.Sync);
            await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("failed"), Token));
            await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token);
        }

        Assert.Contains("failed", System.Text.Encoding.ASCII.GetString(bench.Disk.Content(LogBench.Segment(1))), StringComparison.Ordinal);
        await using var again = await bench.OpenAsync();
        Assert.Equal(["one", "two"], bench.Texts);
        Assert.Equal([1L, 4], bench.Replayed.Select(static record => record.Sequence));
        Assert.Equal(5, await again.AppendAsync(LogBench.Type, LogBench.Text("three"), Token));
    }

    [Fact]
    public async Task Log_that_can_make_no_segment_refuses_and_works_again_a_second_after_the_disk_does()
    {
        var bench = new LogBench(new SimulatedDisk());
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            bench.Disk.Fail(DiskStep.Write, times: 1000);
            await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("x"), Token));
            var refused = await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("y"), Token));
            Assert.Equal(JournalErrorCodes.Unavailable, refused.Code);
            Assert.Equal(LogState.Faulted, log.Snapshot().State);
            Assert.Equal(LogRefusal.Unavailable, log.TryAppend(LogBench.Type, LogBench.Text("z"), out _));
            Assert.Throws<JournalException>(() => { _ = log.SyncAsync(); });

            bench.Disk.Heal();
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            await Until(() => log.Snapshot().State == LogState.Working);
            await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token);
        }

        await using var again = await bench.OpenAsync();
        Assert.Equal(["one", "two"], bench.Texts);
    }

    [Fact]
    public async Task Log_closed_while_it_cannot_write_says_so_and_opens_with_what_was_acknowledged()
    {
        var bench = new LogBench(new SimulatedDisk());
        var log = await bench.OpenAsync();
        await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
        bench.Disk.Fail(DiskStep.Write, times: 1000);
        await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token));
        await Assert.ThrowsAsync<JournalException>(log.CloseAsync);
        bench.Disk.Heal();
        await using var again = await bench.OpenAsync();
        Assert.Equal(["one"], bench.Texts);
        Assert.Equal(2, await again.AppendAsync(LogBench.Type, LogBench.Text("three"), Token));
    }

    [Fact]
    public async Task Acknowledged_but_unsynced_records_are_carried_over_a_failed_sync()
    {
        var bench = new LogBench(new SimulatedDisk(), new LogOptions { Folder = LogBench.Folder, Durability = Durability.Interval });
        await using (var log = await bench.OpenAsync())
        {
            await log.AppendAsync(LogBench.Type, LogBench.Text("synced"), Token);
            await log.SyncAsync();
            await log.AppendAsync(LogBench.Type, LogBench.Text("one"), Token);
            await log.AppendAsync(LogBench.Type, LogBench.Text("two"), Token);
            bench.Disk.Fail(DiskStep.Sync);
            await Assert.ThrowsAsync<JournalException>(log.SyncAsync);
            await log.AppendAsync(LogBench.Type, LogBench.Text("three"), Token);
            await log.SyncAsync();
            Assert.Equal((0L, 1L), (log.Snapshot().LostRecords, log.Snapshot().WriteFailures));
        }

        await using var again = await new LogBench(bench.Disk.Restart(new Random(1))).OpenAsync();
        var restarted = new LogBench(bench.Disk.Copy());
        await using var open = await restarted.OpenAsync();
        Assert.Equal(["synced", "one", "two", "three"], restarted.Texts);
        Assert.Equal([1L, 2, 3], restarted.Replayed.Take(3).Select(static record => record.Sequence));
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }
}
