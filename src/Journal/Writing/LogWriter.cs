namespace Granary.Journal.Writing;

/// <summary>
/// The one thread that writes a log: take all that waits, one write, one sync if the mode wants it, acknowledge in order, repeat. While a sync runs
/// the next batch gathers. The first failure of a write or sync ends it for good: the kernel may have dropped the pages and report success the
/// next time, so nothing is tried again on that file.
/// </summary>
internal sealed class LogWriter
{
    private const int MaxBatchRecords = 1024;
    private const long MaxBatchBytes = 1 << 20;

    private readonly AppendQueue _queue;
    private readonly SegmentWriter _segments;
    private readonly Durability _durability;
    private readonly TimeSpan _interval;
    private readonly ITimer? _syncTimer;
    private readonly List<QueuedRecord> _batch = [];
    private readonly BatchBuffer _buffer = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<TaskCompletionSource> _syncing = [];
    private bool _syncScheduled;
    private long _records;
    private long _batches;

    public LogWriter(string folder, AppendQueue queue, SegmentWriter segments, LogOptions options, TimeProvider time)
    {
        _queue = queue;
        _segments = segments;
        _durability = options.Durability;
        _interval = options.Interval;
        if (_durability == Durability.Interval)
        {
            _syncTimer = time.CreateTimer(
                static state => ((AppendQueue)state!).RequestSync(), queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        var thread = new Thread(Run, maxStackSize: 256 << 10) { IsBackground = true, Name = $"journal {Path.GetFileName(folder)}" };
        thread.Start();
    }

    /// <summary>Completes when the thread has written and closed everything; fails if closing failed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Records written.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Writes made.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    private void Run()
    {
        JournalException? failure = null;
        try
        {
            while (_queue.WaitForWork() is var work && work != WriterWork.Close)
            {
                if (work == WriterWork.Sync)
                {
                    Sync();
                }
                else
                {
                    WriteBatch();
                }
            }

            _segments.Close();
        }
        catch (Exception error)
        {
            failure = Poison(error);
        }

        _syncTimer?.Dispose();
        _segments.Dispose();
        if (failure is null)
        {
            _ended.SetResult();
        }
        else
        {
            _ended.SetException(failure);
            _ = _ended.Task.Exception;
        }
    }

    private void WriteBatch()
    {
        var room = _segments.MakeRoom(_queue.NextFramedBytes);
        _queue.Take(_batch, MaxBatchRecords, Math.Min(room, MaxBatchBytes));
        _segments.Write(_buffer.Encode(_batch, _segments.Durable), _batch[^1].Sequence);
        Interlocked.Add(ref _records, _batch.Count);
        Interlocked.Increment(ref _batches);
        if (_durability == Durability.Always)
        {
            _segments.Sync();
        }

        foreach (var record in _batch)
        {
            if (record.IsLastOfRequest)
            {
                record.Request.Acknowledge();
            }
        }

        _batch.Clear();
        ScheduleSync();
    }

    private void Sync()
    {
        _syncScheduled = false;
        _syncing = _queue.TakeSyncWaiters();
        _segments.Sync();
        foreach (var waiter in _syncing)
        {
            waiter.TrySetResult();
        }

        _syncing = [];
    }

    private void ScheduleSync()
    {
        if (_syncTimer is not null && !_syncScheduled && _segments.HasUnsynced)
        {
            _syncScheduled = true;
            _syncTimer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    private JournalException Poison(Exception error)
    {
        var failure = new JournalException(
            JournalErrorCodes.WriteFailed,
            $"Writing to {_segments.Place} failed: {error.Message} Whether the append is stored is unknown until the log is opened again.",
            error);

        // The refusal comes before the answers: who is told of the failure and appends again must be refused.
        _queue.Fail(failure);
        foreach (var record in _batch)
        {
            record.Request.Fail(failure);
        }

        foreach (var waiter in _syncing.Concat(_queue.TakeSyncWaiters()))
        {
            waiter.TrySetException(failure);
        }

        return failure;
    }
}
