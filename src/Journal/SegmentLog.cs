using Granary.Journal.Files;
using Granary.Journal.Opening;
using Granary.Journal.Writing;

namespace Granary.Journal;

/// <summary>
/// An append-only log in a folder of its own. The life of a record: an append gives it the next sequence and a place in a bounded queue; one writer
/// thread takes all that waits, writes it at once, syncs if <see cref="Durability"/> wants it, and acknowledges in order; opening the log replays
/// it. Many appends at once share one sync. The writer sleeps without a time limit while there is nothing to do.
/// <para>Thread-safe. The format and the rules of opening are in docs/journal-format.md.</para>
/// <para>A failed write or sync ends the log: the appends in it and behind it fail with <c>journal_write_failed</c> (unknown whether stored), later
/// ones with <c>journal_unavailable</c> (not stored), until it is disposed and opened again. Going on by itself in a new segment, with a gap record
/// that voids the unknown ones, is not part of this version; nor is giving back the space of old segments.</para>
/// </summary>
public sealed class SegmentLog : IAsyncDisposable
{
    /// <summary>Record types below this one belong to the log itself.</summary>
    public const byte FirstUserType = 16;

    /// <summary>Largest payload that any log can hold, in bytes.</summary>
    public const int LargestRecord = 16 << 20;

    private const byte LastUserType = 127;
    private const string DeletedSuffix = ".deleted";

    private readonly IDisposable _lock;
    private readonly AppendQueue _queue;
    private readonly SegmentWriter _segments;
    private readonly LogWriter _writer;
    private readonly int _maxRecord;
    private readonly Lazy<Task> _closing;

    private SegmentLog(LogOptions options, TimeProvider time, ILogFiles files, string folder, IDisposable held, LogEnd end, LogRepair repair)
    {
        _lock = held;
        Folder = folder;
        Repair = repair;
        _maxRecord = (int)Math.Min(options.MaxRecordBytes, options.SegmentBytes - Format.SegmentHeader.Length - Format.RecordHeader.Length);
        _queue = new AppendQueue(end.LastSequence + 1, options.MaxWaitingRecords, options.MaxWaitingBytes);
        _segments = new SegmentWriter(files, folder, options.SegmentBytes, time, end);
        _writer = new LogWriter(folder, _queue, _segments, options, time);
        _closing = new Lazy<Task>(CloseOnceAsync);
    }

    /// <summary>Full path of the log's folder.</summary>
    public string Folder { get; }

    /// <summary>What opening had to repair.</summary>
    public LogRepair Repair { get; }

    /// <summary>
    /// Opens a log, or begins one in an empty or missing folder. <paramref name="replay"/> gets every record in order, on a pool thread, before the
    /// task completes; what it throws comes out of the task and the log stays closed.
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
        Task.Run(() => Delete(DiskFiles.Instance, Path.GetFullPath(folder)), cancellationToken);

    /// <summary>
    /// Appends one record. Completes with its sequence once it is as durable as the mode promises. The payload must not change until then.
    /// The token ends only the wait for a place in the queue: an append that has one is carried out.
    /// </summary>
    /// <exception cref="ArgumentException">The type is not 16-127, or the payload is larger than the log allows.</exception>
    /// <exception cref="JournalException">Write failed, unavailable or closed; see <see cref="JournalErrorCodes"/>.</exception>
    public ValueTask<long> AppendAsync(byte type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        AppendAsync(type, [payload], cancellationToken);

    /// <summary>
    /// Appends records that follow one another without anything in between and are acknowledged together; completes with the sequence of the last.
    /// A crash before that may keep the first of them and not the rest. At least one payload.
    /// </summary>
    /// <inheritdoc cref="AppendAsync(byte, ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    public async ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken)
    {
        var request = new AppendRequest(type, payloads);
        await AcceptAsync(request, cancellationToken);
        return await request.Acknowledged;
    }

    /// <summary>Completes when all that was acknowledged before the call is on the disk, whatever the mode.</summary>
    /// <exception cref="JournalException">Write failed, unavailable or closed; see <see cref="JournalErrorCodes"/>.</exception>
    public Task SyncAsync() => _queue.SyncAsync();

    /// <summary>The log at this moment.</summary>
    public LogSnapshot Snapshot() => new(
        _queue.LastSequence, _segments.Durable, _segments.Bytes, _writer.Records, _writer.Batches, _segments.Syncs, _queue.Waiting, _queue.Failure);

    /// <summary>
    /// Writes what was accepted, syncs, leaves the mark of a clean end and gives the folder free. Idempotent.
    /// </summary>
    /// <exception cref="JournalException">The log had failed, or fails now: in <c>interval</c> and <c>none</c> the newest records may not be durable.</exception>
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

    internal static void Delete(ILogFiles files, string folder)
    {
        files.DeleteFolder(folder + DeletedSuffix);
        if (files.ListFiles(folder).Count == 0 && files.ListFolders(folder).Count == 0)
        {
            files.DeleteFolder(folder);
            return;
        }

        using (files.Lock(folder))
        {
            files.MoveFolder(folder, folder + DeletedSuffix);
        }

        files.DeleteFolder(folder + DeletedSuffix);
    }

    /// <summary>Completes when the append has its sequence and its place; it is carried out from there on.</summary>
    internal ValueTask AcceptAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        if (request.Type is < FirstUserType or > LastUserType)
        {
            throw new ArgumentException($"Record type {request.Type} is not a user's; valid are {FirstUserType} to {LastUserType}.", nameof(request));
        }

        if (request.Payloads.Count == 0)
        {
            throw new ArgumentException("An append needs at least one record.", nameof(request));
        }

        foreach (var payload in request.Payloads)
        {
            if (payload.Length > _maxRecord)
            {
                throw new ArgumentException(
                    $"A record of {payload.Length} bytes is larger than this log takes ({_maxRecord}: the least of MaxRecordBytes and what fits into SegmentBytes).",
                    nameof(request));
            }
        }

        return _queue.AcceptAsync(request, cancellationToken);
    }

    private static SegmentLog Open(
        LogOptions options, TimeProvider time, Action<LogRecord> replay, ILogFiles files, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Folder);
        files.DeleteFolder(folder + DeletedSuffix);
        files.CreateFolder(folder);
        var held = files.Lock(folder);
        try
        {
            var opener = new LogOpener(files, folder, replay, cancellationToken);
            var end = opener.Open();
            return new SegmentLog(options, time, files, folder, held, end, opener.Repair);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private async Task CloseOnceAsync()
    {
        _queue.Close();
        await Task.WhenAny(_writer.Ended);
        _lock.Dispose();
    }
}
