using Granary.Journal.Writing;

namespace Granary.Journal.Postgres;

/// <summary>
/// A log in PostgreSQL: one thread takes all that waits, writes it by one statement and acknowledges in order. When a write fails, what it may have left
/// is removed before anything else is written, so a failed append never happened; until that succeeds appends are refused, and it is tried every second.
/// A process that lost its log to another refuses for good.
/// </summary>
internal sealed class PostgresLog : IRecordLog
{
    private const int MaxBatchRecords = 1024;
    private const long MaxBatchBytes = 1 << 20;
    private const int ReleasedAtOnce = 4096;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly LogRows _rows;
    private readonly JournalOptions _options;
    private readonly AppendQueue _queue;
    private readonly ITimer _look;
    private readonly ITimer _renewal;
    private readonly List<QueuedRecord> _batch = [];
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> _closing;
    private List<long> _released = [];
    private long _acknowledged;
    private long _records;
    private long _batches;
    private long _failures;
    private JournalException? _failure;
    private volatile bool _isLost;
    private volatile bool _renewalDue;

    public PostgresLog(LogRows rows, long last, JournalOptions options, TimeProvider time)
    {
        _rows = rows;
        _options = options;
        _acknowledged = last;
        _queue = new AppendQueue(last + 1, 65_536, 64L << 20);
        _look = time.CreateTimer(static state => ((PostgresLog)state!)._queue.RequestLook(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _renewal = time.CreateTimer(static state => ((PostgresLog)state!).RenewSoon(), this, LogRows.Lease / 3, LogRows.Lease / 3);
        _closing = new Lazy<Task>(CloseOnceAsync);
        new Thread(Run, maxStackSize: 512 << 10) { IsBackground = true, Name = "journal in PostgreSQL" }.Start();
    }

    public LogRepair Repair => LogRepair.None;

    public ValueTask<long> AppendAsync(byte type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        AppendAsync(type, [payload], cancellationToken);

    public async ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken)
    {
        var request = new AppendRequest(type, payloads);
        AppendCheck.Throw(request, _options.MaxRecord);
        await _queue.AcceptAsync(request, cancellationToken);
        return await request.Acknowledged;
    }

    public LogRefusal TryAppend(byte type, ReadOnlyMemory<byte> payload, out Task<long> acknowledged)
    {
        var request = new AppendRequest(type, [payload]);
        AppendCheck.Throw(request, _options.MaxRecord);
        var refusal = _queue.TryAccept(request);
        acknowledged = refusal == LogRefusal.None ? request.Acknowledged : Task.FromResult(0L);
        return refusal;
    }

    public void Release(long sequence)
    {
        lock (_gate)
        {
            _released.Add(sequence);
            if (_released.Count == 1)
            {
                _look.Change(LookEvery, Timeout.InfiniteTimeSpan);
            }
        }
    }

    // Rows go in the order in which they were released, so an end never goes before what it ended.
    public void Retire(long sequence) => Release(sequence);

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long sequence, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_released.Contains(sequence))
            {
                throw Unknown(sequence);
            }
        }

        return await _rows.ReadAsync(sequence, cancellationToken) ?? throw Unknown(sequence);
    }

    // With synchronous_commit off a later commit that waits carries the earlier ones; renewing the lease is not one, so nothing more can be promised here.
    public Task SyncAsync() => _queue.SyncAsync();

    public LogSnapshot Snapshot()
    {
        var failure = _queue.Failure;
        return new LogSnapshot(
            _queue.LastSequence, Interlocked.Read(ref _acknowledged), 0, Interlocked.Read(ref _records), Interlocked.Read(ref _batches), 0, _queue.Waiting, failure)
        {
            State = _queue.IsClosing ? LogState.Closed : failure is null ? LogState.Working : LogState.Faulted,
            WriteFailures = Interlocked.Read(ref _failures),
            Durability = _options.Durability,
        };
    }

    public async ValueTask DisposeAsync() => await _closing.Value;

    private KeyNotFoundException Unknown(long sequence) => new($"There is no record with sequence {sequence} in the log '{_rows.Log}'.");

    private void RenewSoon()
    {
        _renewalDue = true;
        _queue.RequestLook();
    }

    private void Run()
    {
        while (_queue.WaitForWork(_options.Linger) is var work && work != WriterWork.Close)
        {
            try
            {
                Do(work);
            }
            catch (Exception error)
            {
                OnFailure(error);
            }
        }

        try
        {
            if (_failure is null && !_isLost)
            {
                DeleteReleased();
                _rows.Renew(end: true);
            }
        }
        catch (Exception error)
        {
            // The lease ends by itself.
            _failure = Failure(error);
        }

        _ended.SetResult();
    }

    private void Do(WriterWork work)
    {
        switch (work)
        {
            case WriterWork.Sync:
                _queue.TakeSyncWaiters().ForEach(static waiter => waiter.TrySetResult());
                break;
            case WriterWork.Look when _failure is not null:
                GoOn();
                break;
            case WriterWork.Look:
                Renew();
                DeleteReleased();
                break;
            default:
                WriteBatch();
                break;
        }
    }

    private void WriteBatch()
    {
        _queue.Take(_batch, MaxBatchRecords, MaxBatchBytes);
        var isOurs = _rows.Insert(
            [.. _batch.Select(static record => record.Sequence)],
            [.. _batch.Select(static record => (short)record.Request.Type)],
            [.. _batch.Select(static record => record.Payload.ToArray())]);
        LoseUnless(isOurs);
        Interlocked.Exchange(ref _acknowledged, _batch[^1].Sequence);
        Interlocked.Add(ref _records, _batch.Count);
        Interlocked.Increment(ref _batches);
        foreach (var record in _batch)
        {
            if (record.IsLastOfRequest)
            {
                record.Request.Acknowledge();
            }
        }

        _batch.Clear();
    }

    private void Renew()
    {
        if (_renewalDue)
        {
            _renewalDue = false;
            LoseUnless(_rows.Renew(end: false));
        }
    }

    private void DeleteReleased()
    {
        while (true)
        {
            long[] released;
            lock (_gate)
            {
                released = [.. _released.Take(ReleasedAtOnce)];
            }

            if (released.Length == 0)
            {
                return;
            }

            LoseUnless(_rows.Delete(released, _queue.LastSequence));
            lock (_gate)
            {
                _released = _released[released.Length..];
            }
        }
    }

    private void OnFailure(Exception error)
    {
        _failure = Failure(error);
        Interlocked.Increment(ref _failures);
        _queue.Fail(_failure, _batch);
        _batch.Clear();
        GoOn();
    }

    private void GoOn()
    {
        try
        {
            LoseUnless(!_isLost && _rows.Void(_acknowledged, _queue.LastSequence));
            _failure = null;
            _queue.Resume();
        }
        catch (Exception error)
        {
            _failure = Failure(error);
            _queue.Refuse(_failure);
            if (!_isLost)
            {
                _look.Change(LookEvery, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void LoseUnless(bool isOurs)
    {
        if (!isOurs)
        {
            _isLost = true;
            throw new InvalidOperationException("the log belongs to another process by now");
        }
    }

    private JournalException Failure(Exception error) => new(
        JournalErrorCodes.WriteFailed,
        $"Writing to the log '{_rows.Log}' in PostgreSQL failed: {error.Message} The append never happened once the log works again; until then that is unknown.",
        error);

    private async Task CloseOnceAsync()
    {
        _queue.Close();
        await _ended.Task;
        await _look.DisposeAsync();
        await _renewal.DisposeAsync();
        await _rows.DisposeAsync();
    }
}
