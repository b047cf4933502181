using Granary.Journal.Files;
using Granary.Journal.Opening;
using Granary.Journal.Space;
using Granary.Journal.Writing;

namespace Granary.Journal;

/// <summary>
/// An append-only log in a folder of its own. The life of a record: an append gives it the next sequence and a place in a bounded queue; one writer
/// thread takes all that waits, writes it at once, syncs if <see cref="Durability"/> wants it, and acknowledges in order; opening the log replays
/// it; once released its space is used again. Many appends at once share one sync. The writer sleeps without a time limit while there is nothing to do.
/// <para>Thread-safe. The format and the rules of opening are in docs/journal-format.md.</para>
/// <para>After a failed write or sync the appends in it and behind it fail with <c>journal_write_failed</c>, a new segment is put in force and the log goes
/// on; failed appends then never happened. While no new segment can be made appends are refused with <c>journal_unavailable</c>, and it is tried every
/// second.</para>
/// </summary>
public sealed class SegmentLog : IRecordLog
{
    /// <summary>Record types below this one belong to the log itself.</summary>
    public const byte FirstUserType = 16;

    /// <summary>Largest payload that any log can hold, in bytes.</summary>
    public const int LargestRecord = 16 << 20;

    private readonly IDisposable _lock;
    private readonly AppendQueue _queue;
    private readonly SegmentWriter _segments;
    private readonly SegmentChange _change;
    private readonly LogWriter _writer;
    private readonly LogIndex? _index;
    private readonly RecordReader? _reader;
    private readonly LogCompactor? _compactor;
    private readonly LogOptions _options;
    private readonly Appender _appender;
    private readonly IDisposable? _counted;
    private readonly Lazy<Task> _closing;
    private int _segmentCount;
    private long _newestSegment;

    private SegmentLog(
        LogOptions options, TimeProvider time, ILogFiles files, string folder, IDisposable held, LogIndex? index, LogEnd end, LogRepair repair)
    {
        _lock = held;
        _options = options;
        _index = index;
        _segmentCount = end.Segments;
        _newestSegment = end.First;
        Folder = folder;
        Repair = repair;
        _queue = new AppendQueue(end.LastSequence + 1, options.MaxWaitingRecords, options.MaxWaitingBytes);
        var maxRecord = (int)Math.Min(options.MaxRecordBytes, options.SegmentBytes - Format.SegmentHeader.Length - Format.RecordHeader.Length);
        _appender = new Appender(_queue, maxRecord, options.Durability, options.Instruments, time);
        _segments = new SegmentWriter(files, folder, options.SegmentBytes, time, end, OnGrown);
        _change = new SegmentChange(files, folder, _segments, index);
        if (index is not null)
        {
            _reader = new RecordReader(files, folder, index);
            _compactor = new LogCompactor(files, folder, index, _queue, _segments, _reader, options);
        }

        _writer = new LogWriter(folder, _queue, _segments, _change, new SpaceKeeper(files, folder, options), index, options, time);
        _closing = new Lazy<Task>(CloseOnceAsync);
        _counted = options.Instruments?.Opened(this);
        _compactor?.Wake();
    }

    /// <summary>Full path of the log's folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public LogRepair Repair { get; }

    /// <summary>
    /// Opens a log, or begins one in an empty or missing folder. <paramref name="replay"/> gets every record in order, on a pool thread, before the
    /// task completes; what it throws comes out of the task and the log stays closed. In a log that reclaims, moved records come later than they were
    /// written, with their first sequence.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names all that are.</exception>
    /// <exception cref="JournalException">Locked, corrupt or newer; see <see cref="JournalErrorCodes"/>.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static Task<SegmentLog> OpenAsync(
        LogOptions options, TimeProvider time, Action<LogRecord> replay, CancellationToken cancellationToken) =>
        OpenAsync(options, time, replay, DiskFiles.Instance, cancellationToken);

    /// <summary>
    /// Removes a closed log with all it holds; no error if there is none. The folder disappears in one step, so a crash leaves either the whole log
    /// or leftovers named <c>.deleted</c>, which opening or deleting that log again sweeps away.
    /// </summary>
    /// <exception cref="JournalException"><c>journal_locked</c>: the log is open.</exception>
    public static Task DeleteAsync(string folder, CancellationToken cancellationToken) =>
        Task.Run(() => LogFolder.Delete(DiskFiles.Instance, Path.GetFullPath(folder)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(byte type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        _appender.AppendAsync(type, [payload], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken) =>
        _appender.AppendAsync(type, payloads, cancellationToken);

    /// <inheritdoc/>
    public LogRefusal TryAppend(byte type, ReadOnlyMemory<byte> payload, out Task<long> acknowledged) => _appender.TryAppend(type, payload, out acknowledged);

    /// <inheritdoc/>
    public void Release(long sequence)
    {
        Reclaiming.Index.Release(sequence);
        _compactor!.Wake();
    }

    /// <inheritdoc/>
    public void Retire(long sequence)
    {
        Reclaiming.Index.Retire(sequence);
        _compactor!.Wake();
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(long sequence, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(sequence) ?? throw new KeyNotFoundException($"There is no record with sequence {sequence} in '{Folder}'."));
    }

    /// <inheritdoc/>
    public Task SyncAsync() => _queue.SyncAsync();

    /// <summary>Rewrites every segment that holds anything needed no more, the newest included, and completes when that is done.</summary>
    /// <inheritdoc/>
    public Task CompactAsync() => (_compactor ?? throw WithoutReclaim()).RunAllAsync();

    /// <inheritdoc/>
    public LogSnapshot Snapshot()
    {
        var failure = _queue.Failure;
        var totals = _index?.Totals ?? (_segments.Bytes, _segments.Bytes, Volatile.Read(ref _segmentCount));
        return new LogSnapshot(
            _queue.LastSequence, _segments.Durable, totals.Bytes, _writer.Records, _writer.Batches, _segments.Syncs, _queue.Waiting, failure)
        {
            State = _queue.IsClosing ? LogState.Closed : failure is not null ? LogState.Faulted : _queue.IsLow ? LogState.Full : LogState.Working,
            LiveBytes = totals.LiveBytes,
            Segments = totals.Segments,
            ReclaimedSegments = _compactor?.Reclaimed ?? 0,
            ReclaimFailure = _compactor?.Failure,
            WriteFailures = _writer.Failures,
            LostRecords = _change.Lost,
            Durability = _options.Durability,
        };
    }

    /// <summary>
    /// Writes what was accepted, syncs, leaves the mark of a clean end and gives the folder free. Idempotent.
    /// </summary>
    /// <exception cref="JournalException">The log could not be written at that time: in <c>interval</c> and <c>none</c> the newest records may not be durable.</exception>
    public async Task CloseAsync()
    {
        await _closing.Value;
        await _writer.Ended;
    }

    /// <summary>Closes as <see cref="CloseAsync"/> does; a failure can be read in <see cref="LogSnapshot.Failure"/>.</summary>
    public async ValueTask DisposeAsync() => await _closing.Value;

    internal static Task<SegmentLog> OpenAsync(
        LogOptions options, TimeProvider time, Action<LogRecord> replay, ILogFiles files, CancellationToken cancellationToken)
    {
        var errors = options.Check();
        return errors.Count > 0
            ? throw new ArgumentException(string.Join(' ', errors), nameof(options))
            : Task.Run(() => Open(options, time, replay, files, cancellationToken), cancellationToken);
    }

    /// <summary>What reclaims space now, or did last.</summary>
    internal Task Reclaimed => _compactor?.Running ?? Task.CompletedTask;

    /// <summary>Completes when the append has its sequence and its place; it is carried out from there on.</summary>
    internal ValueTask AcceptAsync(AppendRequest request, CancellationToken cancellationToken) => _appender.AcceptAsync(request, cancellationToken);

    /// <summary>The payload of a needed record; null if it is not known.</summary>
    internal ReadOnlyMemory<byte>? Read(long sequence) => Reclaiming.Reader.Read(sequence);

    private (LogIndex Index, RecordReader Reader) Reclaiming => _index is not null && _reader is not null
        ? (_index, _reader)
        : throw WithoutReclaim();

    private InvalidOperationException WithoutReclaim() => new($"The log '{Folder}' was opened without {nameof(LogOptions.Reclaim)}.");

    private static SegmentLog Open(
        LogOptions options, TimeProvider time, Action<LogRecord> replay, ILogFiles files, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Folder);
        LogFolder.Sweep(files, folder);
        files.CreateFolder(folder);
        var held = files.Lock(folder);
        try
        {
            var index = options.Reclaim ? new LogIndex(options.SegmentBytes) : null;
            var opener = new LogOpener(files, options, folder, index, replay, cancellationToken);
            var end = opener.Open();
            return new SegmentLog(options, time, files, folder, held, index, end, opener.Repair);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private void OnGrown(long segment, long bytes)
    {
        if (_index is null)
        {
            _segmentCount += segment == _newestSegment ? 0 : 1;
            _newestSegment = segment;
        }
        else if (_index.Grow(segment, bytes) && segment > 1)
        {
            _compactor!.OnNewSegment();
        }
    }

    private async Task CloseOnceAsync()
    {
        _queue.Close();
        if (_compactor is not null)
        {
            await _compactor.StopAsync();
        }

        await Task.WhenAny(_writer.Ended);
        _reader?.Dispose();
        _counted?.Dispose();
        _lock.Dispose();
    }
}
