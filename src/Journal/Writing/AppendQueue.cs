namespace Granary.Journal.Writing;

/// <summary>
/// What waits for the writer, bounded in records and bytes. Who finds no room waits outside, in arrival order, and is let in by the writer as it
/// takes records out: nobody overtakes, so nobody is forgotten. Sequences are given on acceptance, so the order of the queue is the order of the
/// log. One writer takes; any number of threads append. An append larger than the bounds is let in alone.
/// </summary>
internal sealed class AppendQueue(long nextSequence, int maxRecords, long maxBytes)
{
    private readonly object _gate = new();
    private readonly Queue<AppendRequest> _accepted = new();
    private readonly LinkedList<AppendRequest> _outside = new();
    private List<TaskCompletionSource> _syncWaiters = [];
    private long _nextSequence = nextSequence;
    private int _records;
    private long _bytes;
    private bool _syncDue;
    private bool _closing;
    private JournalException? _failure;

    /// <summary>Newest sequence given.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _nextSequence - 1;
            }
        }
    }

    /// <summary>Records accepted and not yet taken.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _records;
            }
        }
    }

    /// <summary>Why nothing is accepted any more, if it failed.</summary>
    public JournalException? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>
    /// Completes when the append has its place. The token ends only the wait for room: once accepted, an append cannot be withdrawn.
    /// </summary>
    public ValueTask AcceptAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<AppendRequest> place;
        lock (_gate)
        {
            ThrowIfRefusing();
            if (_outside.Count == 0 && HasRoomFor(request))
            {
                Admit(request);
                return ValueTask.CompletedTask;
            }

            request.Admission = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            place = _outside.AddLast(request);
        }

        return new ValueTask(WaitForRoomAsync(place, cancellationToken));
    }

    /// <summary>Blocks the writer until there is something to do. No time limit: an idle log wakes nobody.</summary>
    public WriterWork WaitForWork()
    {
        lock (_gate)
        {
            while (true)
            {
                // A due sync goes first: under a steady stream of records it would never get its turn.
                if (_syncDue)
                {
                    _syncDue = false;
                    return WriterWork.Sync;
                }

                if (_accepted.Count > 0)
                {
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

    /// <summary>Framed bytes of the record that is taken next; there must be one.</summary>
    public long NextFramedBytes
    {
        get
        {
            lock (_gate)
            {
                return FramedBytesOfHead();
            }
        }
    }

    /// <summary>Takes records in order up to the limits, at least one, and lets in who waits outside.</summary>
    public void Take(List<QueuedRecord> batch, int recordLimit, long byteLimit)
    {
        lock (_gate)
        {
            var bytes = 0L;
            while (_accepted.Count > 0 && batch.Count < recordLimit)
            {
                var framed = FramedBytesOfHead();
                if (batch.Count > 0 && bytes + framed > byteLimit)
                {
                    break;
                }

                var head = _accepted.Peek();
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

    /// <summary>Asks the writer for a sync.</summary>
    public void RequestSync()
    {
        lock (_gate)
        {
            _syncDue = true;
            Monitor.Pulse(_gate);
        }
    }

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
    public List<TaskCompletionSource> TakeSyncWaiters()
    {
        lock (_gate)
        {
            var waiters = _syncWaiters;
            _syncWaiters = [];
            return waiters;
        }
    }

    /// <summary>Takes nothing more; what was accepted is still written, who waits outside is refused.</summary>
    public void Close()
    {
        List<AppendRequest> refused;
        lock (_gate)
        {
            _closing = true;
            refused = [.. _outside];
            _outside.Clear();
            Monitor.Pulse(_gate);
        }

        foreach (var request in refused)
        {
            request.Fail(ClosedError());
        }
    }

    /// <summary>Fails all that waits and refuses everything from now on.</summary>
    public void Fail(JournalException failure)
    {
        List<AppendRequest> failed;
        lock (_gate)
        {
            _failure ??= failure;
            failed = [.. _accepted, .. _outside];
            _accepted.Clear();
            _outside.Clear();
            _records = 0;
            _bytes = 0;
        }

        foreach (var request in failed)
        {
            request.Fail(failure);
        }
    }

    private static JournalException ClosedError() => new(JournalErrorCodes.Closed, "The log was closed; this append was not stored.");

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
            if (place.List is null)
            {
                return;
            }

            // Whoever stood behind a large append may fit now.
            _outside.Remove(place);
            LetIn();
        }

        place.Value.Admission!.TrySetCanceled(cancellationToken);
    }

    private void LetIn()
    {
        while (_outside.First is { } first && HasRoomFor(first.Value))
        {
            _outside.RemoveFirst();
            Admit(first.Value);
            first.Value.Admission!.TrySetResult();
        }
    }

    private bool HasRoomFor(AppendRequest request) =>
        _accepted.Count == 0
        || (_records + request.Payloads.Count <= maxRecords && _bytes + request.FramedBytes <= maxBytes);

    private void Admit(AppendRequest request)
    {
        request.FirstSequence = _nextSequence;
        _nextSequence += request.Payloads.Count;
        _records += request.Payloads.Count;
        _bytes += request.FramedBytes;
        _accepted.Enqueue(request);
        Monitor.Pulse(_gate);
    }

    private long FramedBytesOfHead()
    {
        var head = _accepted.Peek();
        return Format.RecordHeader.Framed(head.Payloads[head.Taken].Length);
    }

    private void ThrowIfRefusing()
    {
        if (_failure is { } failure)
        {
            throw new JournalException(
                JournalErrorCodes.Unavailable,
                "The log takes no appends since an earlier write failed; this one was not stored. Open the log again.",
                failure);
        }

        if (_closing)
        {
            throw ClosedError();
        }
    }
}
