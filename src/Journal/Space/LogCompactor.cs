using Granary.Journal.Files;
using Granary.Journal.Format;
using Granary.Journal.Opening;
using Granary.Journal.Writing;

namespace Granary.Journal.Space;

/// <summary>
/// Gives back space in the background, one segment at a time: 1. a sealed segment that holds nothing needed is removed; 2. when what is not needed
/// reaches what is, and two segments, the needed records of the oldest segment are appended again, and it is removed. Before a file goes, a checkpoint that does
/// not name it is on the disk with everything that was moved: whatever a crash leaves, opening finds each record once. Woken by releases and new
/// segments; runs as one task.
/// </summary>
internal sealed class LogCompactor(ILogFiles files, string folder, LogIndex index, AppendQueue queue, SegmentWriter segments, RecordReader reader, LogOptions options)
{
    private const long CopyBytes = 256 << 10;

    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _stopped;
    private bool _isRunning;
    private bool _again;
    private bool _checkpointDue;
    private long _notBelow;
    private long _reclaimed;
    private string? _failure;

    /// <summary>The work under way, or the last one.</summary>
    public Task Running
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    /// <summary>Segments removed.</summary>
    public long Reclaimed => Interlocked.Read(ref _reclaimed);

    /// <summary>Why the last attempt failed; null if it did not.</summary>
    public string? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>Something was released. Cheap.</summary>
    public void Wake()
    {
        if (index.MayHaveWork)
        {
            Start(isCheckpointDue: false);
        }
    }

    /// <summary>A new segment was begun: a checkpoint early in it is found soon when the log is opened.</summary>
    public void OnNewSegment() => Start(isCheckpointDue: true);

    /// <summary>
    /// Begins a new segment, and rewrites or removes every older one that holds anything needed no more; completes when that is done.
    /// </summary>
    /// <exception cref="JournalException">It failed; nothing needed was removed.</exception>
    public async Task RunAllAsync()
    {
        await CheckpointAsync(startsSegment: true);
        index.RewriteBelow(segments.First);
        Start(isCheckpointDue: true);
        await Running;
        if (Failure is { } failure)
        {
            throw new JournalException(JournalErrorCodes.WriteFailed, $"Compaction of '{folder}' failed: {failure}");
        }
    }

    /// <summary>Starts nothing more and waits for what is under way.</summary>
    public async Task StopAsync()
    {
        Task running;
        lock (_gate)
        {
            _stopped = true;
            running = _running;
        }

        await running;
    }

    private void Start(bool isCheckpointDue)
    {
        lock (_gate)
        {
            _checkpointDue |= isCheckpointDue;
            if (_stopped || !(isCheckpointDue || index.Totals.Bytes >= _notBelow))
            {
                return;
            }

            // Whoever is at its last look looks once more, so no release is forgotten.
            _again = true;
            if (!_isRunning)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        while (GoesOn())
        {
            try
            {
                while (await StepAsync())
                {
                    Note(failure: null);
                }

                // What is not needed may all stand in the segment that is being written: look again when there is more.
                if (index.MayHaveWork)
                {
                    Wait();
                }
            }
            catch (Exception error)
            {
                // Closed, full or failing: nothing was removed that is needed, and the next segment or a little more waste tries again.
                Note(error.Message);
                Wait();
            }
        }
    }

    private bool GoesOn()
    {
        lock (_gate)
        {
            (_isRunning, _again) = (_again && !_stopped, false);
            return _isRunning;
        }
    }

    private void Note(string? failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _notBelow = 0;
        }
    }

    private void Wait()
    {
        lock (_gate)
        {
            _notBelow = index.Totals.Bytes + (options.SegmentBytes / 16);
        }
    }

    // Does one thing; false if there is nothing to do.
    private async Task<bool> StepAsync()
    {
        bool checkpointDue;
        lock (_gate)
        {
            if (_stopped)
            {
                return false;
            }

            checkpointDue = _checkpointDue;
            _checkpointDue = false;
        }

        var empty = index.TakeEmpty();
        if (empty.Count == 0 && index.NextToRewrite() is { } oldest)
        {
            await RewriteAsync(oldest);
            empty = index.TakeEmpty();
        }

        if (empty.Count > 0)
        {
            await RemoveAsync(empty);
            return true;
        }

        if (checkpointDue)
        {
            await CheckpointAsync();
        }

        return checkpointDue;
    }

    private async Task RemoveAsync(List<SegmentUse> empty)
    {
        try
        {
            await CheckpointAsync();
            await queue.SyncAsync();
        }
        catch
        {
            index.PutBack(empty);
            throw;
        }

        var removed = 0;
        try
        {
            for (; removed < empty.Count; removed++)
            {
                Remove(empty[removed]);
            }
        }
        finally
        {
            index.PutBack(empty.Skip(removed));
        }
    }

    private void Remove(SegmentUse segment)
    {
        var path = Path.Combine(folder, SegmentName.Of(segment.First));
        reader.Forget(segment.First);
        files.Delete(path);
        files.Delete(path + ".torn");
        index.Remove(segment);
        segments.Shrink(segment.Bytes);
        Interlocked.Increment(ref _reclaimed);
    }

    private async Task CheckpointAsync(bool startsSegment = false)
    {
        var request = new AppendRequest(OwnRecords.Checkpoint, [OwnRecords.CheckpointPayload(index.Surviving())]) { StartsSegment = startsSegment };
        await queue.AcceptAsync(request, CancellationToken.None, isCopy: true);
        await request.Acknowledged;
    }

    private async Task RewriteAsync(SegmentUse segment)
    {
        index.BeginRewrite(segment.First);
        try
        {
            await CopyAsync(segment);
        }
        finally
        {
            index.EndRewrite(segment.First);
        }
    }

    private async Task CopyAsync(SegmentUse segment)
    {
        using var file = files.OpenRead(Path.Combine(folder, SegmentName.Of(segment.First)));
        var source = new SegmentReader(file);
        var offset = (long)SegmentHeader.Length;
        var origins = new List<long>();
        var payloads = new List<ReadOnlyMemory<byte>>();
        var bytes = 0L;
        byte type = 0;
        while (offset < segment.Bytes)
        {
            if (!source.TryReadRecord(offset, 1, long.MaxValue, out var header, out var payload))
            {
                offset = PassDamage(segment, offset);
                continue;
            }

            var isCopy = header.Version == RecordHeader.CopyVersion;
            var origin = isCopy ? OwnRecords.ReadOrigin(payload.Span) : header.Sequence;
            if (header.Type >= SegmentLog.FirstUserType
                && index.IsNeeded(segment.First, origin, new RecordPlace(offset, header.PayloadLength)))
            {
                if (header.Type != type || bytes >= CopyBytes)
                {
                    await AppendAsync(type, segment.First, origins, payloads);
                    (type, bytes, origins, payloads) = (header.Type, 0, [], []);
                }

                origins.Add(origin);
                payloads.Add(isCopy ? payload.ToArray() : OwnRecords.CopyPayload(origin, payload.Span));
                bytes += payload.Length;
            }

            offset += RecordHeader.Framed(header.PayloadLength);
        }

        await AppendAsync(type, segment.First, origins, payloads);
    }

    // A needed record that cannot be read any more stops the rewriting; the segment stays for whoever repairs it.
    private long PassDamage(SegmentUse segment, long offset)
    {
        var next = index.NextNeeded(segment.First, offset) ?? segment.Bytes;
        return next > offset
            ? next
            : throw new JournalException(
                JournalErrorCodes.Corrupt, $"The record at offset {offset} of '{Path.Combine(folder, SegmentName.Of(segment.First))}' is damaged and still needed.");
    }

    private async Task AppendAsync(byte type, long from, List<long> origins, List<ReadOnlyMemory<byte>> payloads)
    {
        if (origins.Count == 0)
        {
            return;
        }

        var request = new CopyRequest(type, from, origins, payloads);
        await queue.AcceptAsync(request, CancellationToken.None, isCopy: true);
        await request.Acknowledged;
    }
}
