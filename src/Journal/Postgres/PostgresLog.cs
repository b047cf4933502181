using Granary.Journal.Writing;

namespace Granary.Journal.Postgres;

/// <summary>A log in PostgreSQL. A failed append never happened; a log that another process took over refuses for good.</summary>
internal sealed class PostgresLog : IRecordLog
{
    private readonly LogRows _rows;
    private readonly JournalOptions _options;
    private readonly AppendQueue _queue;
    private readonly PostgresWriter _writer;
    private readonly Appender _appender;
    private readonly Lazy<Task> _closing;

    public PostgresLog(LogRows rows, long last, JournalOptions options, JournalInstruments? instruments, TimeProvider time)
    {
        _rows = rows;
        _options = options;
        _queue = new AppendQueue(last + 1, 65_536, 64L << 20);
        _appender = new Appender(_queue, options.MaxRecord, options.Durability, instruments, time);
        _writer = new PostgresWriter(rows, _queue, last, options, instruments, time);
        _closing = new Lazy<Task>(CloseOnceAsync);
    }

    public LogRepair Repair => LogRepair.None;

    public ValueTask<long> AppendAsync(byte type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        _appender.AppendAsync(type, [payload], cancellationToken);

    public ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken) =>
        _appender.AppendAsync(type, payloads, cancellationToken);

    public LogRefusal TryAppend(byte type, ReadOnlyMemory<byte> payload, out Task<long> acknowledged) => _appender.TryAppend(type, payload, out acknowledged);

    public void Release(long sequence) => _writer.Release(sequence);

    public void Retire(long sequence) => _writer.Release(sequence);

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long sequence, CancellationToken cancellationToken) =>
        (_writer.IsReleased(sequence) ? null : await _rows.ReadAsync(sequence, cancellationToken))
        ?? throw new KeyNotFoundException($"There is no record with sequence {sequence} in the log '{_rows.Log}'.");

    public Task SyncAsync() => _queue.SyncAsync();

    public Task CompactAsync() => _queue.SyncAsync();

    public LogSnapshot Snapshot()
    {
        var failure = _queue.Failure;
        return new LogSnapshot(_queue.LastSequence, _writer.Acknowledged, 0, _writer.Records, _writer.Batches, 0, _queue.Waiting, failure)
        {
            State = _queue.IsClosing ? LogState.Closed : _writer.IsLost ? LogState.Lost : failure is null ? LogState.Working : LogState.Faulted,
            WriteFailures = _writer.Failures,
            Durability = _options.Durability,
        };
    }

    public async ValueTask DisposeAsync() => await _closing.Value;

    private async Task CloseOnceAsync()
    {
        _queue.Close();

        // If the end cannot be written, the lease ends by itself.
        await Task.WhenAny(_writer.Ended);
        await _rows.DisposeAsync();
    }
}
