using Granary.Journal.Files;
using Granary.Journal.Keyed;
using Granary.Journal.Writing;

namespace Granary.Journal;

/// <summary>
/// Values by table and key with versions, on a <see cref="SegmentLog"/>: grain state and reminders of the embedded runtime. The life of a write:
/// it is checked against the newest accepted version, gets its own version, is appended, becomes visible once durable, and its caller is told.
/// Writes of many callers share a sync. All values are kept in memory.
/// <para>Thread-safe. After a crash every acknowledged write is there, none is half there, and no ETag is given twice. If a write fails on the disk
/// (<c>journal_write_failed</c>), the writes behind it fail too and the store takes no more until it is opened again; it can still be read.</para>
/// </summary>
public sealed class KeyedStore : IAsyncDisposable
{
    private readonly IDisposable _lock;
    private readonly KeyedGenerations _generations;
    private readonly KeyedLogs _logs;
    private readonly long _leastWaste;
    private readonly Lock _gate = new();

    /// <summary>Held by whoever checks and appends, so that versions stand in the log in the order they were given, and by a compaction.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private readonly KeyedTables _tables = new();
    private readonly Lazy<Task> _closing;
    private SegmentLog _log;
    private long _generation;
    private long _version;
    private AppendRequest? _newest;
    private JournalException? _failure;
    private Task _compaction = Task.CompletedTask;
    private bool _closed;
    private long _compactions;
    private string? _compactionFailure;
    private long _retryAboveBytes;

    private KeyedStore(ILogFiles files, string folder, KeyedStoreOptions options, TimeProvider time, IDisposable held)
    {
        _lock = held;
        _generations = new KeyedGenerations(files, folder);
        _logs = new KeyedLogs(files, _generations, options, time);
        _leastWaste = 2 * options.SegmentBytes;
        _closing = new Lazy<Task>(CloseOnceAsync);
        _log = null!;
    }

    /// <summary>What opening had to repair.</summary>
    public LogRepair Repair => _log.Repair;

    /// <summary>Opens the store in a folder of its own, made when missing, with the default options.</summary>
    /// <inheritdoc cref="OpenAsync(string, KeyedStoreOptions, TimeProvider, CancellationToken)" path="/exception"/>
    public static Task<KeyedStore> OpenAsync(string folder, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(folder, new KeyedStoreOptions(), time, cancellationToken);

    /// <summary>Opens the store in a folder of its own, made when missing.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="JournalException">Locked, corrupt or newer; see <see cref="JournalErrorCodes"/>.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static Task<KeyedStore> OpenAsync(string folder, KeyedStoreOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(folder, options, time, DiskFiles.Instance, cancellationToken);

    /// <summary>The newest durable value, or null. Does not block.</summary>
    public KeyedEntry? Get(string table, string key)
    {
        lock (_gate)
        {
            return _tables.Get(table, key);
        }
    }

    /// <summary>All durable values of a table, ordered by key (ordinal). Does not block.</summary>
    public IReadOnlyList<KeyValuePair<string, KeyedEntry>> List(string table)
    {
        lock (_gate)
        {
            return _tables.List(table);
        }
    }

    /// <summary>
    /// Writes a value and completes with its new ETag once durable; the bytes must not change until then. <paramref name="expectedETag"/> null means that there must be no value yet.
    /// The token ends only the wait for a place; a write that has one is carried out.
    /// </summary>
    /// <exception cref="ETagMismatchException">There is another version; nothing was written.</exception>
    /// <exception cref="ArgumentException">Table or key is empty or above 1 KiB, or the record above the limit of the log (16 MiB).</exception>
    /// <exception cref="JournalException">Write failed, unavailable or closed; see <see cref="JournalErrorCodes"/>.</exception>
    public async ValueTask<string> PutAsync(
        string table, string key, ReadOnlyMemory<byte> value, string? expectedETag, CancellationToken cancellationToken)
    {
        var change = await WriteAsync(KeyedChange.Put, table, key, value, expectedETag, mustMatch: true, cancellationToken);
        return change!.ETag;
    }

    /// <summary>
    /// Removes a value and completes once that is durable. <paramref name="expectedETag"/> null removes whatever version there is. Removing what is
    /// absent succeeds.
    /// </summary>
    /// <exception cref="ETagMismatchException">There is another version; nothing was removed.</exception>
    /// <inheritdoc cref="PutAsync" path="/exception[position() > 1]"/>
    public async ValueTask DeleteAsync(string table, string key, string? expectedETag, CancellationToken cancellationToken) =>
        await WriteAsync(KeyedChange.Delete, table, key, default, expectedETag, mustMatch: expectedETag is not null, cancellationToken);

    /// <summary>The store at this moment.</summary>
    public KeyedStoreSnapshot Snapshot()
    {
        lock (_gate)
        {
            var log = _log.Snapshot();
            return new KeyedStoreSnapshot(_tables.Entries, _tables.LiveBytes, log.Bytes, _compactions, _compactionFailure, log);
        }
    }

    /// <summary>Finishes what was accepted and a compaction under way, closes the log and gives the folder free. Idempotent.</summary>
    public async ValueTask DisposeAsync() => await _closing.Value;

    internal static async Task<KeyedStore> OpenAsync(
        string folder, KeyedStoreOptions options, TimeProvider time, ILogFiles files, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder);
        files.CreateFolder(folder);
        var held = files.Lock(folder);
        try
        {
            var store = new KeyedStore(files, folder, options, time, held);
            await store.LoadAsync(cancellationToken);
            return store;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The compaction under way, or the last one.</summary>
    internal Task Compaction
    {
        get
        {
            lock (_gate)
            {
                return _compaction;
            }
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        _generation = _generations.Open();
        _log = await _logs.OpenAsync(_generation, Replay, cancellationToken);
        _version = _tables.DurableVersion;
    }

    private void Replay(LogRecord record)
    {
        var change = KeyedChange.Read(record);
        if (change.Version < _tables.DurableVersion)
        {
            throw new JournalException(
                JournalErrorCodes.Corrupt, $"The keyed store goes back from version {_tables.DurableVersion} to {change.Version} (sequence {record.Sequence}).");
        }

        _tables.Commit(change);
    }

    private async ValueTask<KeyedChange?> WriteAsync(
        byte type, string table, string key, ReadOnlyMemory<byte> value, string? expectedETag, bool mustMatch, CancellationToken cancellationToken)
    {
        KeyedChange? change = null;
        AppendRequest? request;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            KeyedAcceptance before = default;
            lock (_gate)
            {
                ThrowIfRefusing();
                var stored = _tables.AcceptedETag(table, key);
                if (type == KeyedChange.Delete && stored is null)
                {
                    // Absent, perhaps by a removal that is still under way: then this one is told no earlier than that one.
                    request = _newest;
                }
                else if (mustMatch && stored != expectedETag)
                {
                    throw new ETagMismatchException(table, key, expectedETag, stored);
                }
                else
                {
                    change = KeyedChange.Create(type, _version + 1, table, key, value.Span);
                    request = Request(change);
                    before = _tables.Accept(change);
                    _version++;
                }
            }

            if (change is not null)
            {
                await AcceptAsync(change, before, request!, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }

        if (request is not null)
        {
            await request.Acknowledged;
        }

        CompactIfDue();
        return change;
    }

    private AppendRequest Request(KeyedChange change) => new(change.Type, [change.Record], () => Commit(change));

    private async ValueTask AcceptAsync(KeyedChange change, KeyedAcceptance before, AppendRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _log.AcceptAsync(request, cancellationToken);
            _newest = request;
        }
        catch
        {
            lock (_gate)
            {
                _tables.Withdraw(change, before);
            }

            throw;
        }
    }

    private void Commit(KeyedChange change)
    {
        lock (_gate)
        {
            _tables.Commit(change);
        }
    }

    private void ThrowIfRefusing()
    {
        if (_closed)
        {
            throw new JournalException(JournalErrorCodes.Closed, "The store was closed; nothing was written.");
        }

        if ((_failure ?? _log.Snapshot().Failure) is { } failure)
        {
            throw new JournalException(
                JournalErrorCodes.Unavailable, "The store takes no writes since an earlier one failed; nothing was written. Open it again.", failure);
        }
    }

    private void CompactIfDue()
    {
        lock (_gate)
        {
            var total = _log.Snapshot().Bytes;
            var dead = total - _tables.LiveBytes;
            if (!_closed && _compaction.IsCompleted && dead >= Math.Max(_tables.LiveBytes, _leastWaste) && total >= _retryAboveBytes)
            {
                _compaction = Task.Run(CompactAsync);
            }
        }
    }

    /// <summary>
    /// 1. writers wait, and what was accepted becomes durable; 2. all live values are copied into the log of the next generation, synced;
    /// 3. that generation is put in force; 4. the old one is removed. A crash before 3 leaves the old generation in force, after it the new one;
    /// what is not in force is removed at the next start.
    /// </summary>
    private async Task CompactAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_newest is not null)
            {
                await _newest.Acknowledged;
            }

            List<KeyedChange> live;
            lock (_gate)
            {
                live = _tables.Live();
            }

            var next = await _logs.CopyAsync(_generation + 1, live, _version);
            try
            {
                _generations.PutInForce(_generation + 1);
            }
            catch (Exception error)
            {
                // Which generation a restart would find is unknown, so neither may take another write.
                lock (_gate)
                {
                    _failure = new JournalException(JournalErrorCodes.WriteFailed, $"Switching to the compacted log failed: {error.Message}", error);
                }

                await next.DisposeAsync();
                throw;
            }

            var (old, oldGeneration) = (_log, _generation);
            lock (_gate)
            {
                _log = next;
                _generation++;
                _compactions++;
                _compactionFailure = null;
                _retryAboveBytes = 0;
            }

            await old.DisposeAsync();
            _generations.Remove(oldGeneration);
        }
        catch (Exception error)
        {
            lock (_gate)
            {
                _compactionFailure = error.Message;
                _retryAboveBytes = _log.Snapshot().Bytes * 2;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CloseOnceAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        lock (_gate)
        {
            _closed = true;
        }

        _turn.Release();
        await Compaction;
        await _log.DisposeAsync();
        _lock.Dispose();
    }
}
