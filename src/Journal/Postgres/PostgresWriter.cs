using Granary.Journal.Writing;

namespace Granary.Journal.Postgres;

/// <summary>
/// Writes a log in PostgreSQL: one statement per batch. When a write fails, what it may have left is removed before anything else is written. The lease is
/// renewed at a third of its life and after every failure; a process that lost its log to another refuses for good.
/// </summary>
internal sealed class PostgresWriter : BatchWriter
{
    private const int ReleasedAtOnce = 4096;

    private readonly LogRows _rows;
    private readonly ITimer _renewal;
    private readonly Lock _gate = new();
    private readonly Queue<long> _released = new();
    private readonly HashSet<long> _isReleased = [];
    private long _acknowledged;
    private volatile bool _isLost;
    private volatile bool _renewalDue;

    public PostgresWriter(LogRows rows, AppendQueue queue, long last, JournalOptions options, JournalInstruments? instruments, TimeProvider time)
        : base(queue, options.Linger, instruments, time)
    {
        _rows = rows;
        _acknowledged = last;
        _renewal = time.CreateTimer(static state => ((PostgresWriter)state!).RenewSoon(), this, LogRows.Lease / 3, LogRows.Lease / 3);
        Start("journal in PostgreSQL");
    }

    /// <summary>Newest sequence that is stored.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Another process has the log by now.</summary>
    public bool IsLost => _isLost;

    protected override string Place => $"the log '{_rows.Log}' in PostgreSQL";

    protected override bool MayComeBack => !_isLost;

    /// <summary>The record is needed no more; rows go in the order in which they were released, so an end never goes before what it ended.</summary>
    public void Release(long sequence)
    {
        lock (_gate)
        {
            if (!_isReleased.Add(sequence))
            {
                return;
            }

            _released.Enqueue(sequence);
            if (_released.Count == 1)
            {
                LookSoon();
            }
        }
    }

    /// <summary>The record was released and may still have its row.</summary>
    public bool IsReleased(long sequence)
    {
        lock (_gate)
        {
            return _isReleased.Contains(sequence);
        }
    }

    protected override void WriteBatch()
    {
        Queue.Take(Batch, MaxBatchRecords, MaxBatchBytes);
        LoseUnless(_rows.Insert(
            [.. Batch.Select(static record => record.Sequence)],
            [.. Batch.Select(static record => (short)record.Request.Type)],
            [.. Batch.Select(static record => record.Payload.ToArray())]));
        Interlocked.Exchange(ref _acknowledged, Batch[^1].Sequence);
        CountBatch();
        Acknowledge();
    }

    // With synchronous_commit off a later commit that waits carries the earlier ones; none of these is one, so nothing more can be promised here.
    protected override void Sync() => DeleteReleased();

    protected override void Look()
    {
        if (Failure is not null)
        {
            return;
        }

        if (_renewalDue)
        {
            _renewalDue = false;
            LoseUnless(_rows.Renew(end: false));
        }

        DeleteReleased();
    }

    protected override void PutInForce() => LoseUnless(!_isLost && _rows.Renew(end: false) && _rows.Void(_acknowledged, Queue.LastSequence));

    protected override void Close()
    {
        DeleteReleased();
        _rows.Renew(end: true);
    }

    protected override void Release() => _renewal.Dispose();

    private void RenewSoon()
    {
        _renewalDue = true;
        Queue.RequestLook();
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

            LoseUnless(_rows.Delete(released, Queue.LastSequence));
            lock (_gate)
            {
                foreach (var sequence in released)
                {
                    _released.Dequeue();
                    _isReleased.Remove(sequence);
                }
            }
        }
    }

    private void LoseUnless(bool isOurs)
    {
        if (!isOurs)
        {
            _isLost = true;
            throw new InvalidOperationException("the log belongs to another process by now.");
        }
    }
}
