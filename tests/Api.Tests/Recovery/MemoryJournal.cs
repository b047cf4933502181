using Granary.Journal;

namespace Granary.Api.Tests.Recovery;

/// <summary>A journal in memory that survives the host on it: who opens a log gets what was durable, and cuts off who had it before.</summary>
internal sealed class MemoryJournal : IJournalBackend
{
    private readonly List<LogRecord> _records = [];
    private MemoryLog? _open;

    public string Name => "memory";

    public bool IsShared => false;

    /// <summary>What the log answers to new work.</summary>
    public LogRefusal Refusal { get; set; }

    /// <summary>Types of the records that are there.</summary>
    public IReadOnlyList<byte> Types
    {
        get
        {
            lock (_records)
            {
                return [.. _records.Select(static record => record.Type)];
            }
        }
    }

    /// <summary>Everything that is there, for looking for what must not be.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_records)
            {
                return [.. _records.SelectMany(static record => record.Payload.ToArray())];
            }
        }
    }

    public Task<IRecordLog> OpenAsync(string log, Action<LogRecord> replay, CancellationToken cancellationToken)
    {
        lock (_records)
        {
            _open?.Kill();
            _records.ForEach(replay);
            _open = new MemoryLog(this);
            return Task.FromResult<IRecordLog>(_open);
        }
    }

    public Task<IReadOnlyList<string>> AbandonedAsync(string log, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    private sealed class MemoryLog(MemoryJournal journal) : IRecordLog
    {
        private bool _dead;

        public LogRepair Repair => LogRepair.None;

        public void Kill() => _dead = true;

        public ValueTask<long> AppendAsync(byte type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            lock (journal._records)
            {
                if (_dead)
                {
                    throw new JournalException(JournalErrorCodes.Closed, "The process is dead.");
                }

                var sequence = journal._records.Count + 1L;
                journal._records.Add(new LogRecord(sequence, type, payload.ToArray()));
                return new ValueTask<long>(sequence);
            }
        }

        public ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public LogRefusal TryAppend(byte type, ReadOnlyMemory<byte> payload, out Task<long> acknowledged)
        {
            acknowledged = journal.Refusal == LogRefusal.None ? AppendAsync(type, payload, CancellationToken.None).AsTask() : Task.FromResult(0L);
            return journal.Refusal;
        }

        public void Release(long sequence)
        {
        }

        public void Retire(long sequence)
        {
        }

        public ValueTask<ReadOnlyMemory<byte>> ReadAsync(long sequence, CancellationToken cancellationToken)
        {
            lock (journal._records)
            {
                return new ValueTask<ReadOnlyMemory<byte>>(journal._records[(int)sequence - 1].Payload);
            }
        }

        public Task SyncAsync() => Task.CompletedTask;

        public Task CompactAsync() => Task.CompletedTask;

        public LogSnapshot Snapshot() => new(journal._records.Count, journal._records.Count, 0, 0, 0, 0, 0, null);

        public ValueTask DisposeAsync()
        {
            _dead = true;
            return ValueTask.CompletedTask;
        }
    }
}
