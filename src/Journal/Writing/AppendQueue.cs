namespace Granary.Journal.Writing;

/// <summary>
/// What waits for the writer, bounded in records and bytes. Who finds no room waits outside, in arrival order, and is let in by the writer as it
/// takes records out: nobody overtakes, so nobody is forgotten. Sequences are given on acceptance, so the order of the queue is the order of the
/// log. One writer takes; any number of threads append. An append larger than the bounds is let in alone. While the writer puts a new segment in
/// force everybody waits outside; while it cannot, everybody is refused. Copies that make room have a place of their own: they are let in when nobody
/// else waits, or when they had less than a quarter of the writer's time.
/// </summary>
internal sealed class AppendQueue(long nextSequence, int maxRecords, long maxBytes)
{
    private const int CopyShare = 3;

    private readonly object _gate = new();
    private readonly Queue<AppendRequest> _accepted = new();
    private readonly LinkedList<AppendRequest> _outside = new();
    private readonly LinkedList<AppendRequest> _copies = new();
    private List<TaskCompletionSource> _syncWaiters = [];
    private long _nextSequence = nextSequence;
    private int _records;
    private long _bytes;
    private bool _syncDue;
    private bool _lookDue;
    private bool _closing;
    private bool _paused;
    private bool _isLow;
    private long _appendTime;
    private long _copyTime;
    private JournalException? _failure;

    /// <summary>Newest sequence given.</summary>
    public long LastSequence => Read(() => _nextSequence - 1);

    /// <summary>Records accepted and not yet taken.</summary>
    public int Waiting => Read(() => _records);

    /// <summary>Why nothing is accepted, while that is so.</summary>
    public JournalException? Failure => Read(() => _failure);

    /// <summary>Close was called.</summary>
    public bool IsClosing => Read(() => _closing);

    /// <summary>The disk is nearly full: new work is refused, and making room goes first.</summary>
    public bool IsLow { get => Read(() => _isLow); set => Read(() => _isLow = value); }

    /// <summary>
    /// Completes when the append has its place. The token ends only the wait for room: once accepted, an append cannot be withdrawn.
    /// </summary>
    public ValueTask AcceptAsync(AppendRequest request, CancellationToken cancellationToken, bool isCopy = false)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<AppendRequest> place;
        lock (_gate)
        {
            ThrowIfRefusing();
            var line = isCopy ? _copies : _outside;
            if (!_paused && line.Count == 0 && (isCopy ? CopiesMayEnter() : HasRoomFor(request)))
            {
                Admit(request);
                return ValueTask.CompletedTask;
            }

            request.Admission = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            place = line.AddLast(request);
        }

        return new ValueTask(WaitForRoomAsync(place, cancellationToken));
    }

    /// <summary>Accepts an append of new work or says why not.</summary>
    public LogRefusal TryAccept(AppendRequest request)
    {
        lock (_gate)
        {
            if (_closing)
            {
                return LogRefusal.Closed;
            }

            if (_failure is not null)
            {
                return LogRefusal.Unavailable;
            }

            if (_isLow)
            {
                return LogRefusal.Full;
            }

            if (_paused || _outside.Count > 0 || !HasRoomFor(request))
            {
                return LogRefusal.Busy;
            }

            Admit(request);
            return LogRefusal.None;
        }
    }

    /// <summary>
    /// Blocks the writer until there is something to do. No time limit: an idle log wakes nobody. With a linger, a first small write waits that long for
    /// company.
    /// </summary>
    public WriterWork WaitForWork(TimeSpan linger)
    {
        lock (_gate)
        {
            while (true)
            {
                LetCopiesIn();

                // A due sync goes first: under a steady stream of records it would never get its turn.
                if (_syncDue)
                {
                    _syncDue = false;
                    return WriterWork.Sync;
                }

                if (_lookDue && !_closing)
                {
                    _lookDue = false;
                    return WriterWork.Look;
                }

                if (_accepted.Count > 0)
                {
                    if (linger > TimeSpan.Zero && !_closing && _accepted.Count == 1)
                    {
                        Monitor.Wait(_gate, linger);
                    }

                    return WriterWork.Records;
                }

                if (_closing)
                {
                    return WriterWork.Close;
                }

                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>
    /// Bytes that are taken next at the least, and whether they begin a segment; something must wait. An append within the limits is written as a whole, so
    /// that it fails as a whole.
    /// </summary>
    public (long FramedBytes, bool StartsSegment) Next(int recordLimit, long byteLimit) => Read(() =>
    {
        var head = _accepted.Peek();
        var isWhole = head.Taken == 0 && head.Payloads.Count <= recordLimit && head.FramedBytes <= byteLimit;
        return (isWhole ? head.FramedBytes : NextFramed(head), StartsSegment(head));
    });

    /// <summary>Takes records in order up to the limits, at least one, and lets in who waits outside.</summary>
    public void Take(List<QueuedRecord> batch, int recordLimit, long byteLimit)
    {
        lock (_gate)
        {
            var bytes = 0L;
            while (_accepted.Count > 0 && batch.Count < recordLimit)
            {
                var head = _accepted.Peek();
                if (batch.Count > 0 && !Fits(head, recordLimit - batch.Count, byteLimit - bytes))
                {
                    break;
                }

                var framed = NextFramed(head);
                batch.Add(new QueuedRecord(head, head.Taken));
                bytes += framed;
                _bytes -= framed;
                _records--;
                if (++head.Taken == head.Payloads.Count)
                {
                    _accepted.Dequeue();
                }
            }

            LetIn();
        }
    }

    /// <summary>Notes how the writer's time was spent.</summary>
    public void Spent(long ticks, bool onCopies) => Read(() => onCopies ? _copyTime += ticks : _appendTime += ticks);

    /// <summary>Asks the writer for a sync.</summary>
    public void RequestSync() => Pulse(() => _syncDue = true);

    /// <summary>Asks the writer to look whether the disk has room again.</summary>
    public void RequestLook() => Pulse(() => _lookDue = true);

    /// <summary>Completes when all that was acknowledged before the call is on the disk.</summary>
    public Task SyncAsync()
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ThrowIfRefusing();
            _syncWaiters.Add(waiter);
            _syncDue = true;
            Monitor.Pulse(_gate);
        }

        return waiter.Task;
    }

    /// <summary>Who waits for the sync that the writer is about to make; they are the writer's to tell.</summary>
    public List<TaskCompletionSource> TakeSyncWaiters() => Read(() =>
    {
        var waiters = _syncWaiters;
        _syncWaiters = [];
        return waiters;
    });

    /// <summary>Takes nothing more; what was accepted is still written, who waits outside is refused.</summary>
    public void Close()
    {
        List<AppendRequest> refused;
        lock (_gate)
        {
            _closing = true;
            refused = [.. _outside, .. _copies];
            _outside.Clear();
            _copies.Clear();
            Monitor.Pulse(_gate);
        }

        foreach (var request in refused)
        {
            request.Refuse(Refusals.Closed());
        }
    }

    /// <summary>
    /// A write failed: what was taken for it and all that was accepted behind fails in order, and whoever comes waits until <see cref="Resume"/> or
    /// <see cref="Refuse"/>.
    /// </summary>
    public void Fail(JournalException failure, List<QueuedRecord> taken)
    {
        List<AppendRequest> failed;
        lock (_gate)
        {
            _paused = true;
            failed = [.. taken.Select(static record => record.Request).Concat(_accepted).Distinct()];
            _accepted.Clear();
            _records = 0;
            _bytes = 0;
        }

        foreach (var request in failed)
        {
            request.Fail(failure);
        }
    }

    /// <summary>Takes numbers for records of the log itself, while nothing is accepted.</summary>
    public long TakeSequences(int count) => Read(() =>
    {
        var first = _nextSequence;
        _nextSequence += count;
        return first;
    });

    /// <summary>A new segment is in force: accepts again.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _paused = false;
            _failure = null;
            LetIn();
        }
    }

    /// <summary>No new segment can be had: refuses everything until <see cref="Resume"/>.</summary>
    public void Refuse(JournalException failure)
    {
        List<AppendRequest> refused;
        lock (_gate)
        {
            _failure = failure;
            refused = [.. _outside, .. _copies];
            _outside.Clear();
            _copies.Clear();
        }

        foreach (var request in refused)
        {
            request.Refuse(Refusals.Unavailable(failure));
        }
    }

    private async Task WaitForRoomAsync(LinkedListNode<AppendRequest> place, CancellationToken cancellationToken)
    {
        var admission = place.Value.Admission!;
        await using var registration = cancellationToken.Register(() => Withdraw(place, cancellationToken));
        await admission.Task;
    }

    private void Withdraw(LinkedListNode<AppendRequest> place, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (place.List is not { } line)
            {
                return;
            }

            // Whoever stood behind a large append may fit now.
            line.Remove(place);
            LetIn();
        }

        place.Value.Admission!.TrySetCanceled(cancellationToken);
    }

    private void LetIn()
    {
        while (!_paused && _outside.First is { } first && HasRoomFor(first.Value))
        {
            _outside.RemoveFirst();
            Admit(first.Value);
            first.Value.Admission!.TrySetResult();
        }
    }

    private void LetCopiesIn()
    {
        if (!_paused && _copies.First is { } first && CopiesMayEnter())
        {
            _copies.RemoveFirst();
            Admit(first.Value);
            first.Value.Admission!.TrySetResult();
        }
    }

    private bool CopiesMayEnter() => _accepted.Count == 0 || _isLow || _copyTime * CopyShare <= _appendTime;

    private bool HasRoomFor(AppendRequest request) =>
        _accepted.Count == 0
        || (_records + request.Payloads.Count <= maxRecords && _bytes + request.FramedBytes <= maxBytes);

    private void Admit(AppendRequest request)
    {
        if (!request.Accept(_nextSequence))
        {
            return;
        }

        _nextSequence += request.Payloads.Count;
        _records += request.Payloads.Count;
        _bytes += request.FramedBytes;
        _accepted.Enqueue(request);
        Monitor.Pulse(_gate);
    }

    private static bool StartsSegment(AppendRequest head) => head is { StartsSegment: true, Taken: 0 };

    // An append is begun in a batch only if it fits as a whole; one that is larger than a batch fills the rest of it and goes on in the next.
    private static bool Fits(AppendRequest head, int records, long bytes) =>
        head.Taken > 0 ? NextFramed(head) <= bytes : !head.StartsSegment && head.Payloads.Count <= records && head.FramedBytes <= bytes;

    private static long NextFramed(AppendRequest head) => Format.RecordHeader.Framed(head.Payloads[head.Taken].Length);

    private void ThrowIfRefusing()
    {
        if (_closing)
        {
            throw Refusals.Closed();
        }

        if (_failure is { } failure)
        {
            throw Refusals.Unavailable(failure);
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Pulse(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.Pulse(_gate);
        }
    }
}
