using Granary.Journal.Files;
using Granary.Journal.Space;

namespace Granary.Journal.Writing;

/// <summary>
/// The one thread that writes a log: take all that waits, one write, one sync if the mode wants it, acknowledge in order, repeat. While a sync runs
/// the next batch gathers. After a failed write or sync nothing is tried again on that file (the kernel may have dropped the pages and report success
/// the next time): what was accepted fails, a new segment is put in force by a gap record, and the log goes on; if that cannot be done it refuses
/// appends and tries again every second.
/// </summary>
internal sealed class LogWriter
{
    private const int MaxBatchRecords = 1024;
    private const long MaxBatchBytes = 1 << 20;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly AppendQueue _queue;
    private readonly SegmentWriter _segments;
    private readonly SegmentChange _change;
    private readonly SpaceKeeper _space;
    private readonly LogIndex? _index;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer? _syncTimer;
    private readonly ITimer _lookTimer;
    private readonly List<QueuedRecord> _batch = [];
    private readonly BatchBuffer _buffer = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<TaskCompletionSource> _syncing = [];
    private bool _syncScheduled;
    private long _looked;
    private long _records;
    private long _batches;
    private long _failures;
    private JournalException? _failure;

    public LogWriter(
        string folder, AppendQueue queue, SegmentWriter segments, SegmentChange change, SpaceKeeper space, LogIndex? index, LogOptions options, TimeProvider time)
    {
        _queue = queue;
        _segments = segments;
        _change = change;
        _space = space;
        _index = index;
        _options = options;
        _time = time;
        _looked = time.GetTimestamp();
        _queue.IsLow = space.IsLow;
        _lookTimer = time.CreateTimer(static state => ((AppendQueue)state!).RequestLook(), queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (options.Durability == Durability.Interval)
        {
            _syncTimer = time.CreateTimer(
                static state => ((AppendQueue)state!).RequestSync(), queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        if (space.IsLow)
        {
            _lookTimer.Change(LookEvery, Timeout.InfiniteTimeSpan);
        }

        var thread = new Thread(Run, maxStackSize: 256 << 10) { IsBackground = true, Name = $"journal {Path.GetFileName(folder)}" };
        thread.Start();
    }

    /// <summary>Completes when the thread has written and closed everything; fails if the log could not be written at that time.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Records written.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Writes made.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Writes and syncs that failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

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
            if (_failure is null)
            {
                _segments.Close();
            }
        }
        catch (Exception error)
        {
            _failure = Failure(error);
        }

        _syncTimer?.Dispose();
        _lookTimer.Dispose();
        _segments.Dispose();
        if (_failure is null)
        {
            _ended.SetResult();
        }
        else
        {
            _ended.SetException(_failure);
            _ = _ended.Task.Exception;
        }
    }

    private void Do(WriterWork work)
    {
        switch (work)
        {
            case WriterWork.Sync:
                Sync();
                break;
            case WriterWork.Look:
                Look();
                break;
            default:
                WriteBatch();
                break;
        }
    }

    private void WriteBatch()
    {
        var began = _time.GetTimestamp();
        if (_time.GetElapsedTime(_looked, began) >= LookEvery)
        {
            LookAtSpace(began);
        }

        var (framed, startsSegment) = _queue.Next(MaxBatchRecords, MaxBatchBytes);
        var room = _segments.MakeRoom(framed, startsSegment);
        _queue.Take(_batch, MaxBatchRecords, Math.Min(room, MaxBatchBytes));
        var position = _segments.Position;
        _segments.Write(_buffer.Encode(_batch, _segments.Durable), _batch[^1].Sequence);
        if (_options.Durability == Durability.Always)
        {
            SyncSegment();
        }

        Interlocked.Add(ref _records, _batch.Count);
        Interlocked.Increment(ref _batches);
        _options.Instruments?.BatchWritten(_batch.Count);
        if (_index is not null)
        {
            Note(position);
        }

        // Before anybody is told: the interval runs from the write, not from whenever this thread comes to it.
        ScheduleSync();
        _queue.Spent(_time.GetTimestamp() - began, onCopies: _batch[0].Request is CopyRequest);
        foreach (var record in _batch)
        {
            if (record.IsLastOfRequest)
            {
                record.Request.Acknowledge();
            }
        }

        _batch.Clear();
    }

    private void Note(long position)
    {
        foreach (var record in _batch)
        {
            var place = new RecordPlace(position, record.Payload.Length);
            if (record.Request is CopyRequest copy)
            {
                _index!.Move(copy.Origins[record.Index], copy.From, _segments.First, place);
            }
            else if (record.Request.Type >= SegmentLog.FirstUserType)
            {
                _index!.Add(_segments.First, record.Sequence, place);
            }

            position += place.Framed;
        }
    }

    private void Sync()
    {
        _syncScheduled = false;
        _syncing = _queue.TakeSyncWaiters();
        SyncSegment();
        foreach (var waiter in _syncing)
        {
            waiter.TrySetResult();
        }

        _syncing = [];
    }

    private void SyncSegment()
    {
        var began = _time.GetTimestamp();
        _segments.Sync();
        _options.Instruments?.Synced(_time.GetElapsedTime(began));
    }

    private void ScheduleSync()
    {
        if (_syncTimer is not null && !_syncScheduled && _segments.HasUnsynced)
        {
            _syncScheduled = true;
            _syncTimer.Change(_options.Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        LookAtSpace(_time.GetTimestamp());
        if (_failure is not null)
        {
            GoOn();
        }
    }

    private void LookAtSpace(long now)
    {
        _looked = now;
        _space.Look();
        _queue.IsLow = _space.IsLow;
        if (_space.IsLow)
        {
            _lookTimer.Change(LookEvery, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnFailure(Exception error)
    {
        // The unacknowledged batch of `always` is part of what never happened; elsewhere it was acknowledged when it was written.
        _failure = Failure(error);
        Interlocked.Increment(ref _failures);
        _options.Instruments?.WriteFailed(_failure);
        _change.Abandon(keepAcknowledged: _options.Durability != Durability.Always);
        _syncScheduled = false;

        // The pause comes before the answers: who is told of the failure and appends again must wait for the new segment.
        _queue.Fail(_failure, _batch);
        _batch.Clear();
        foreach (var waiter in _syncing.Concat(_queue.TakeSyncWaiters()))
        {
            waiter.TrySetException(_failure);
            _ = waiter.Task.Exception;
        }

        _syncing = [];
        if (DiskFull.Is(error))
        {
            FreeReserve();
        }

        GoOn();
    }

    private void GoOn()
    {
        try
        {
            _change.PutInForce(_queue.TakeSequences);
            _failure = null;
            _queue.Resume();
        }
        catch (Exception error)
        {
            if (DiskFull.Is(error) && FreeReserve())
            {
                GoOn();
                return;
            }

            _failure = Failure(error);
            _queue.Refuse(_failure);
            _lookTimer.Change(LookEvery, Timeout.InfiniteTimeSpan);
        }
    }

    private bool FreeReserve()
    {
        var freed = _space.OnFull();
        _queue.IsLow = true;
        _lookTimer.Change(LookEvery, Timeout.InfiniteTimeSpan);
        return freed;
    }

    private JournalException Failure(Exception error) => new(
        JournalErrorCodes.WriteFailed,
        $"Writing to {_segments.Place} failed: {error.Message} The append never happened once the log works again; until then that is unknown.",
        error);
}
