using Granary.Journal.Files;
using Granary.Journal.Space;

namespace Granary.Journal.Writing;

/// <summary>
/// Writes a log in segments: one write per batch, one sync if the mode wants it; while a sync runs the next batch gathers. After a failed write or sync nothing
/// is tried again on that file (the kernel may have dropped the pages and report success the next time): a new segment is put in force by a gap record.
/// </summary>
internal sealed class LogWriter : BatchWriter
{
    private readonly SegmentWriter _segments;
    private readonly SegmentChange _change;
    private readonly SpaceKeeper _space;
    private readonly LogIndex? _index;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer? _syncTimer;
    private readonly BatchBuffer _buffer = new();
    private bool _syncScheduled;
    private long _looked;

    public LogWriter(
        string folder, AppendQueue queue, SegmentWriter segments, SegmentChange change, SpaceKeeper space, LogIndex? index, LogOptions options, TimeProvider time)
        : base(queue, options.Linger, options.Instruments, time)
    {
        _segments = segments;
        _change = change;
        _space = space;
        _index = index;
        _options = options;
        _time = time;
        _looked = time.GetTimestamp();
        queue.IsLow = space.IsLow;
        if (options.Durability == Durability.Interval)
        {
            _syncTimer = time.CreateTimer(
                static state => ((AppendQueue)state!).RequestSync(), queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        if (space.IsLow)
        {
            LookSoon();
        }

        Start($"journal {Path.GetFileName(folder)}");
    }

    protected override string Place => _segments.Place;

    protected override void WriteBatch()
    {
        var began = _time.GetTimestamp();
        if (_time.GetElapsedTime(_looked, began) >= LookEvery)
        {
            LookAtSpace(began);
        }

        var (framed, startsSegment) = Queue.Next(MaxBatchRecords, MaxBatchBytes);
        var room = _segments.MakeRoom(framed, startsSegment);
        Queue.Take(Batch, MaxBatchRecords, Math.Min(room, MaxBatchBytes));
        var position = _segments.Position;
        _segments.Write(_buffer.Encode(Batch, _segments.Durable), Batch[^1].Sequence);
        if (_options.Durability == Durability.Always)
        {
            SyncSegment();
        }

        CountBatch();
        if (_index is not null)
        {
            Note(position);
        }

        // Before anybody is told: the interval runs from the write, not from whenever this thread comes to it.
        ScheduleSync();
        Queue.Spent(_time.GetTimestamp() - began, onCopies: Batch[0].Request is CopyRequest);
        Acknowledge();
    }

    protected override void Sync()
    {
        _syncScheduled = false;
        SyncSegment();
    }

    protected override void Look() => LookAtSpace(_time.GetTimestamp());

    // The unacknowledged batch of `always` is part of what never happened; elsewhere it was acknowledged when it was written.
    protected override void Abandon(Exception error)
    {
        _change.Abandon(keepAcknowledged: _options.Durability != Durability.Always);
        _syncScheduled = false;
        MadeRoom(error);
    }

    protected override void PutInForce() => _change.PutInForce(Queue.TakeSequences);

    protected override bool MadeRoom(Exception error)
    {
        if (!DiskFull.Is(error))
        {
            return false;
        }

        var freed = _space.OnFull();
        Queue.IsLow = true;
        LookSoon();
        return freed;
    }

    protected override void Close() => _segments.Close();

    protected override void Release()
    {
        _syncTimer?.Dispose();
        _segments.Dispose();
    }

    private void Note(long position)
    {
        foreach (var record in Batch)
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

    private void LookAtSpace(long now)
    {
        _looked = now;
        _space.Look();
        Queue.IsLow = _space.IsLow;
        if (_space.IsLow)
        {
            LookSoon();
        }
    }
}
