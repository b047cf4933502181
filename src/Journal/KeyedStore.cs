using System.Globalization;
using Granary.Journal.Files;
using Granary.Journal.Keyed;

namespace Granary.Journal;

/// <summary>
/// Values by table and key with versions, on a <see cref="SegmentLog"/>: grain state and reminders of the embedded runtime. The life of a write:
/// it is checked against the newest accepted version and gets its own in one step, is appended, becomes visible once durable, and its caller is told.
/// Writes of many callers share a sync. In memory are keys and places; values are read from the disk.
/// <para>Thread-safe. After a crash every acknowledged write is there, none is half there, and no ETag is given twice. If a write fails on the disk
/// (<c>journal_write_failed</c>), the writes accepted on top of it fail too and none of them happened; the store goes on as its log does.</para>
/// </summary>
public sealed class KeyedStore : IAsyncDisposable
{
    private readonly KeyedTables _tables;
    private SegmentLog _log = null!;

    private KeyedStore() => _tables = new KeyedTables(Ended);

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

    /// <summary>A log with records of these types is one of a keyed store.</summary>
    public static bool Holds(IEnumerable<byte> recordTypes) =>
        recordTypes.Where(static type => type >= SegmentLog.FirstUserType).ToList() is { Count: > 0 } types && types.TrueForAll(static type => type is >= 64 and <= 95);

    /// <summary>The newest durable value, or null. Reads the disk.</summary>
    /// <exception cref="JournalException"><c>journal_corrupt</c>: the value is damaged.</exception>
    public KeyedEntry? Get(string table, string key)
    {
        for (long before = 0; ;)
        {
            var version = _tables.Durable(table, key);
            if (version == 0)
            {
                return null;
            }

            if (_log.Read(version) is { } payload)
            {
                return new KeyedEntry(ETagOf(version)!, KeyedRecord.ReadValue(payload, version));
            }

            // A newer write became durable between the two looks; if it did not, the value could not be read back after a failed write.
            if (version == before)
            {
                throw new JournalException(JournalErrorCodes.Corrupt, $"Version {version} of '{key}' in '{table}' was lost with a failed write.");
            }

            before = version;
        }
    }

    /// <summary>Durable keys of a table that begin with <paramref name="prefix"/>, in ordinal order. Does not read the disk.</summary>
    public IReadOnlyList<string> Keys(string table, string prefix = "") => _tables.Keys(table, prefix);

    /// <summary>All durable values of a table, ordered by key (ordinal). Reads the disk; each value is the newest at its own moment.</summary>
    /// <exception cref="JournalException"><c>journal_corrupt</c>: a value is damaged.</exception>
    public IReadOnlyList<KeyValuePair<string, KeyedEntry>> List(string table)
    {
        var entries = new List<KeyValuePair<string, KeyedEntry>>();
        foreach (var key in _tables.Keys(table, ""))
        {
            if (Get(table, key) is { } entry)
            {
                entries.Add(new(key, entry));
            }
        }

        return entries;
    }

    /// <summary>
    /// Writes a value and completes with its new ETag once durable. <paramref name="expectedETag"/> null means that there must be no value yet.
    /// The token ends only the wait for a place; a write that has one is carried out.
    /// </summary>
    /// <exception cref="ETagMismatchException">There is another version; nothing was written.</exception>
    /// <exception cref="ArgumentException">Table or key is empty or above 1 KiB, or the record above the limit of the log (16 MiB).</exception>
    /// <exception cref="JournalException">Write failed, unavailable or closed; see <see cref="JournalErrorCodes"/>.</exception>
    public async ValueTask<string> PutAsync(
        string table, string key, ReadOnlyMemory<byte> value, string? expectedETag, CancellationToken cancellationToken)
    {
        var write = new KeyedWrite(_tables, KeyedRecord.Put, table, key, KeyedRecord.Create(table, key, value.Span), VersionOf(expectedETag));
        await _log.AcceptAsync(write, cancellationToken);
        return write.IsRejected
            ? throw new ETagMismatchException(table, key, expectedETag, ETagOf(write.Found))
            : ETagOf(await write.Acknowledged)!;
    }

    /// <summary>
    /// Removes a value and completes once that is durable. <paramref name="expectedETag"/> null removes whatever version there is. Removing what is
    /// absent succeeds.
    /// </summary>
    /// <exception cref="ETagMismatchException">There is another version; nothing was removed.</exception>
    /// <inheritdoc cref="PutAsync" path="/exception[position() > 1]"/>
    public async ValueTask DeleteAsync(string table, string key, string? expectedETag, CancellationToken cancellationToken)
    {
        long? expected = expectedETag is null ? null : VersionOf(expectedETag);
        var write = new KeyedWrite(_tables, KeyedRecord.End, table, key, KeyedRecord.Create(table, key, default), expected);
        await _log.AcceptAsync(write, cancellationToken);
        if (!write.IsRejected)
        {
            await write.Acknowledged;
        }
        else if (write.Found != 0)
        {
            throw new ETagMismatchException(table, key, expectedETag, ETagOf(write.Found));
        }
        else if (write.Behind is { } removal)
        {
            // Absent by a removal that is still under way: told no earlier than that one.
            await removal.Acknowledged;
        }
    }

    /// <summary>The store at this moment.</summary>
    public KeyedStoreSnapshot Snapshot()
    {
        var log = _log.Snapshot();
        return new KeyedStoreSnapshot(_tables.Entries, log.LiveBytes, log.Bytes, log.ReclaimedSegments, log.ReclaimFailure, log);
    }

    /// <summary>
    /// Rewrites every segment that holds anything needed no more, whether it is worth it or not, and completes when that is done. For a store that nobody
    /// else writes.
    /// </summary>
    /// <exception cref="JournalException">Writing failed; nothing needed was removed.</exception>
    public async Task<KeyedCompaction> CompactAsync()
    {
        var before = _log.Snapshot().Bytes;
        await _log.CompactAsync();
        return new KeyedCompaction(_tables.Entries, before, _log.Snapshot().Bytes);
    }

    /// <summary>Finishes what was accepted, closes the log and gives the folder free. Idempotent.</summary>
    public async ValueTask DisposeAsync() => await _log.DisposeAsync();

    internal static async Task<KeyedStore> OpenAsync(
        string folder, KeyedStoreOptions options, TimeProvider time, ILogFiles files, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder);
        if (files.ListFiles(folder).Contains("CURRENT"))
        {
            throw new JournalException(
                JournalErrorCodes.Older, $"'{folder}' holds a store of a development version before the first release. Give this one another folder.");
        }

        var log = new LogOptions
        {
            Folder = folder,
            Durability = options.Durability,
            Interval = options.Interval,
            SegmentBytes = options.SegmentBytes,
            OnCorruption = options.OnCorruption,
            ReserveBytes = options.ReserveBytes,
            Instruments = options.Instruments,
            Reclaim = true,
            LendsPayloads = true,
        };
        var store = new KeyedStore();
        var loader = new KeyedLoader(store._tables);
        store._log = await SegmentLog.OpenAsync(log, time, loader.Read, files, cancellationToken);
        loader.Release(store._log);
        return store;
    }

    /// <summary>The compaction under way, or the last one.</summary>
    internal Task Compaction => _log.Reclaimed;

    private void Ended(long replaced, long end)
    {
        if (replaced != 0)
        {
            _log.Release(replaced);
        }

        if (end != 0)
        {
            _log.Retire(end);
        }
    }

    private static string? ETagOf(long version) => version == 0 ? null : version.ToString(CultureInfo.InvariantCulture);

    // What is no version of ours matches none.
    private static long VersionOf(string? etag) =>
        etag is null ? 0 : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : -1;
}
