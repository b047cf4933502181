using Granary.Journal.Writing;

namespace Granary.Journal.Tests.Writing;

public sealed class AppendQueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_finds_no_room_waits_outside_and_enters_in_arrival_order()
    {
        var queue = new AppendQueue(1, maxRecords: 2, maxBytes: 1 << 20);
        var requests = Enumerable.Range(0, 5).Select(static _ => Request(1)).ToList();
        var accepted = requests.Select(request => queue.AcceptAsync(request, Token).AsTask()).ToList();
        Assert.Equal([true, true, false, false, false], accepted.Select(static task => task.IsCompleted));
        queue.Take([], recordLimit: 1, byteLimit: 1 << 20);
        await accepted[2];
        Assert.False(accepted[3].IsCompleted);
        queue.Take([], recordLimit: 2, byteLimit: 1 << 20);
        await Task.WhenAll(accepted);
        Assert.Equal([1L, 2, 3, 4, 5], requests.Select(static request => request.FirstSequence));
    }

    [Fact]
    public async Task Cancelled_while_outside_takes_no_sequence_and_lets_in_those_behind()
    {
        var queue = new AppendQueue(1, maxRecords: 3, maxBytes: 1 << 20);
        await queue.AcceptAsync(Request(2), Token);
        using var source = new CancellationTokenSource();
        var large = queue.AcceptAsync(Request(2), source.Token).AsTask();
        var small = Request(1);
        var behind = queue.AcceptAsync(small, Token).AsTask();
        Assert.False(behind.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await behind;
        Assert.Equal(3, small.FirstSequence);
    }

    [Fact]
    public async Task Accepted_append_is_not_withdrawn_by_its_token()
    {
        var queue = new AppendQueue(1, maxRecords: 1, maxBytes: 1 << 20);
        await queue.AcceptAsync(Request(1), Token);
        using var source = new CancellationTokenSource();
        var second = Request(1);
        var accepted = queue.AcceptAsync(second, source.Token).AsTask();
        queue.Take([], recordLimit: 1, byteLimit: 1 << 20);
        await accepted;
        await source.CancelAsync();
        Assert.Equal((2L, 1), (second.FirstSequence, queue.Waiting));
    }

    [Fact]
    public async Task Append_larger_than_the_bounds_is_let_in_alone()
    {
        var queue = new AppendQueue(1, maxRecords: 2, maxBytes: 1 << 20);
        await queue.AcceptAsync(Request(5), Token);
        var next = queue.AcceptAsync(Request(1), Token).AsTask();
        Assert.False(next.IsCompleted);
        var batch = new List<QueuedRecord>();
        queue.Take(batch, recordLimit: 5, byteLimit: 1 << 20);
        Assert.Equal([1L, 2, 3, 4, 5], batch.Select(static record => record.Sequence));
        await next;
    }

    [Fact]
    public async Task Closing_refuses_who_waits_outside_and_keeps_what_was_accepted()
    {
        var queue = new AppendQueue(1, maxRecords: 1, maxBytes: 1 << 20);
        await queue.AcceptAsync(Request(1), Token);
        var outside = queue.AcceptAsync(Request(1), Token).AsTask();
        queue.Close();
        Assert.Equal(JournalErrorCodes.Closed, (await Assert.ThrowsAsync<JournalException>(() => outside)).Code);
        Assert.Equal(WriterWork.Records, queue.WaitForWork(TimeSpan.Zero));
        queue.Take([], recordLimit: 10, byteLimit: 1 << 20);
        Assert.Equal(WriterWork.Close, queue.WaitForWork(TimeSpan.Zero));
    }

    [Fact]
    public async Task Due_sync_goes_before_waiting_records()
    {
        var queue = new AppendQueue(1, maxRecords: 8, maxBytes: 1 << 20);
        await queue.AcceptAsync(Request(1), Token);
        queue.RequestSync();
        Assert.Equal(WriterWork.Sync, queue.WaitForWork(TimeSpan.Zero));
        Assert.Equal(WriterWork.Records, queue.WaitForWork(TimeSpan.Zero));
    }

    private static AppendRequest Request(int records) => new(LogBench.Type, [.. Enumerable.Repeat(LogBench.Text("x"), records)]);
}
