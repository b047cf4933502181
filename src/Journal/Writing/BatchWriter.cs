namespace Granary.Journal.Writing;

/// <summary>
/// The one thread behind an <see cref="AppendQueue"/>, whatever it writes to: take all that waits, write it, acknowledge in order, repeat. After a failure what
/// was accepted fails, the place to write to is put in force again, and the log goes on; while that cannot be done appends are refused, and it is tried every
/// second. Its own members are used by that thread alone; the counters by all.
/// </summary>
internal abstract class BatchWriter
{
    protected const int MaxBatchRecords = 1024;
    protected const long MaxBatchBytes = 1 << 20;

    protected static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _linger;
    private readonly JournalInstruments? _instruments;
    private readonly ITimer _lookTimer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<TaskCompletionSource> _syncing = [];
    private long _records;
    private long _batches;
    private long _failures;

    protected BatchWriter(AppendQueue queue, TimeSpan linger, JournalInstruments? instruments, TimeProvider time)
    {
        Queue = queue;
        _linger = linger;
        _instruments = instruments;
        _lookTimer = time.CreateTimer(static state => ((AppendQueue)state!).RequestLook(), queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when the thread has written and closed everything; fails if the log could not be written at that time.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Records written.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Writes made.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Writes and syncs that failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    protected AppendQueue Queue { get; }

    /// <summary>What is being written.</summary>
    protected List<QueuedRecord> Batch { get; } = [];

    /// <summary>Why the log does not go on; null while it does.</summary>
    protected JournalException? Failure { get; private set; }

    /// <summary>Where it writes, for messages.</summary>
    protected abstract string Place { get; }

    /// <summary>The last step of a constructor.</summary>
    protected void Start(string name) => new Thread(Run, maxStackSize: 512 << 10) { IsBackground = true, Name = name }.Start();

    /// <summary>Takes a batch into <see cref="Batch"/>, makes it as durable as the mode promises and calls <see cref="Acknowledge"/>.</summary>
    protected abstract void WriteBatch();

    /// <summary>Returns when all that was written is on the disk.</summary>
    protected abstract void Sync();

    /// <summary>Somebody asked for a look, or a second passed.</summary>
    protected abstract void Look();

    /// <summary>Writing failed: gives up what it wrote to. Called before anybody is told.</summary>
    protected virtual void Abandon(Exception error)
    {
    }

    /// <summary>Makes what failed never have happened and what comes next possible.</summary>
    protected abstract void PutInForce();

    /// <summary>That failed; true: something was changed so that it is worth trying at once.</summary>
    protected virtual bool MadeRoom(Exception error) => false;

    /// <summary>The log may go on later.</summary>
    protected virtual bool MayComeBack => true;

    /// <summary>Leaves everything as a clean end has it; not called while the log does not go on.</summary>
    protected abstract void Close();

    /// <summary>The thread ends.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Asks for a look in a second.</summary>
    protected void LookSoon() => _lookTimer.Change(LookEvery, Timeout.InfiniteTimeSpan);

    /// <summary>The batch is durable: its appenders are told, in order.</summary>
    protected void Acknowledge()
    {
        foreach (var record in Batch)
        {
            if (record.IsLastOfRequest)
            {
                record.Request.Acknowledge();
            }
        }

        Batch.Clear();
    }

    /// <summary>Counts the batch as written.</summary>
    protected void CountBatch()
    {
        Interlocked.Add(ref _records, Batch.Count);
        Interlocked.Increment(ref _batches);
        _instruments?.BatchWritten(Batch.Count);
    }

    private void Run()
    {
        while (Queue.WaitForWork(_linger) is var work && work != WriterWork.Close)
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
            if (Failure is null)
            {
                Close();
            }
        }
        catch (Exception error)
        {
            Failure = Describe(error);
        }

        _lookTimer.Dispose();
        Release();
        if (Failure is null)
        {
            _ended.SetResult();
        }
        else
        {
            _ended.SetException(Failure);
            _ = _ended.Task.Exception;
        }
    }

    private void Do(WriterWork work)
    {
        switch (work)
        {
            case WriterWork.Sync:
                _syncing = Queue.TakeSyncWaiters();
                Sync();
                _syncing.ForEach(static waiter => waiter.TrySetResult());
                _syncing = [];
                break;
            case WriterWork.Look:
                Look();
                if (Failure is not null)
                {
                    GoOn();
                }

                break;
            default:
                WriteBatch();
                break;
        }
    }

    private void OnFailure(Exception error)
    {
        Failure = Describe(error);
        Interlocked.Increment(ref _failures);
        _instruments?.WriteFailed(Failure);
        Abandon(error);

        // The pause comes before the answers: who is told of the failure and appends again must wait until the log goes on.
        Queue.Fail(Failure, Batch);
        Batch.Clear();
        foreach (var waiter in _syncing.Concat(Queue.TakeSyncWaiters()))
        {
            waiter.TrySetException(Failure);
            _ = waiter.Task.Exception;
        }

        _syncing = [];
        GoOn();
    }

    private void GoOn()
    {
        try
        {
            PutInForce();
            Failure = null;
            Queue.Resume();
        }
        catch (Exception error)
        {
            if (MadeRoom(error))
            {
                GoOn();
                return;
            }

            Failure = Describe(error);
            Queue.Refuse(Failure);
            if (MayComeBack)
            {
                LookSoon();
            }
        }
    }

    private JournalException Describe(Exception error) => new(
        JournalErrorCodes.WriteFailed,
        $"Writing to {Place} failed: {error.Message} The append never happened once the log works again; until then that is unknown.",
        error);
}
