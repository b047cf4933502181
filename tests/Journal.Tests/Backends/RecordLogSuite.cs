using System.Text;
using Granary.TestKit;

namespace Granary.Journal.Tests.Backends;

/// <summary>What every backend owes the owner of a log.</summary>
public abstract class RecordLogSuite
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ManualClock Clock { get; } = new();

    [Fact]
    public async Task Records_are_replayed_in_order_with_sequence_and_type()
    {
        var backend = Backend();
        await using (var log = await OpenAsync(backend))
        {
            Assert.Equal(1, await log.AppendAsync(16, Text("one"), Token));
            Assert.Equal(3, await log.AppendAsync(17, [Text("two"), Text("three")], Token));
            Assert.Equal(LogRefusal.None, log.TryAppend(18, Text("four"), out var acknowledged));
            Assert.Equal(4, await acknowledged);
        }

        Assert.Equal([(1L, (byte)16, "one"), (2, 17, "two"), (3, 17, "three"), (4, 18, "four")], await ReplayAsync(backend));
    }

    [Fact]
    public async Task Acknowledged_record_can_be_read_until_it_is_released()
    {
        var backend = Backend();
        await using var log = await OpenAsync(backend);
        var sequence = await log.AppendAsync(16, Text("one"), Token);
        Assert.Equal("one", Encoding.UTF8.GetString((await log.ReadAsync(sequence, Token)).Span));
        log.Release(sequence);
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await log.ReadAsync(sequence, Token));
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await log.ReadAsync(99, Token));
        log.Release(99);
    }

    [Fact]
    public async Task Sequences_go_on_after_a_restart_also_when_everything_was_released()
    {
        var backend = Backend();
        await using (var log = await OpenAsync(backend))
        {
            for (var index = 0; index < 5; index++)
            {
                log.Release(await log.AppendAsync(16, Text("x"), Token));
            }
        }

        await using var again = await OpenAsync(backend);
        Assert.True(await again.AppendAsync(16, Text("y"), Token) > 5);
    }

    [Fact]
    public async Task Many_writers_get_numbers_of_their_own_and_all_records_are_there()
    {
        var backend = Backend();
        long[] sequences;
        await using (var log = await OpenAsync(backend))
        {
            sequences = await Task.WhenAll(Enumerable.Range(0, 400).Select(index => log.AppendAsync(16, Text($"{index}"), Token).AsTask()));
            Assert.True(log.Snapshot().Batches <= 400);
        }

        Assert.Equal(Enumerable.Range(1, 400).Select(static number => (long)number), sequences.Order());
        var replayed = await ReplayAsync(backend);
        for (var index = 0; index < 400; index++)
        {
            Assert.Contains((sequences[index], (byte)16, $"{index}"), replayed);
        }
    }

    [Fact]
    public async Task Open_log_is_refused_to_a_second_opener()
    {
        var backend = Backend();
        await using var log = await OpenAsync(backend);
        Assert.Equal(JournalErrorCodes.Locked, (await Assert.ThrowsAsync<JournalException>(() => OpenAsync(backend))).Code);
    }

    [Fact]
    public async Task Closed_log_refuses_and_what_cannot_be_appended_is_named()
    {
        var log = await OpenAsync(Backend());
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(15, Text("x"), Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(16, new byte[(16 << 20) + 1], Token));
        await log.DisposeAsync();
        await log.DisposeAsync();
        Assert.Equal(JournalErrorCodes.Closed, (await Assert.ThrowsAsync<JournalException>(async () => await log.AppendAsync(16, Text("x"), Token))).Code);
        Assert.Equal(LogRefusal.Closed, log.TryAppend(16, Text("x"), out _));
        Assert.Equal(LogState.Closed, log.Snapshot().State);
    }

    [Fact]
    public async Task Living_logs_are_not_abandoned()
    {
        var backend = Backend();
        await using var log = await OpenAsync(backend);
        await log.AppendAsync(16, Text("one"), Token);
        Assert.Empty(await backend.AbandonedAsync(LogName, Token));
    }

    /// <summary>The backend over one store that is empty at first; the same for the whole test.</summary>
    private protected abstract IJournalBackend Backend();

    protected virtual string LogName => "requests";

    protected static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);

    protected Task<IRecordLog> OpenAsync(IJournalBackend backend, Action<LogRecord>? replay = null) =>
        backend.OpenAsync(LogName, replay ?? (static _ => { }), Token);

    protected async Task<List<(long, byte, string)>> ReplayAsync(IJournalBackend backend)
    {
        var replayed = new List<(long, byte, string)>();
        await using var log = await OpenAsync(backend, record => replayed.Add((record.Sequence, record.Type, Encoding.UTF8.GetString(record.Payload.Span))));
        return replayed;
    }
}
