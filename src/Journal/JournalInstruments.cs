using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Granary.Journal;

/// <summary>
/// The meter <c>Granary.Journal</c> and the events of the logs of a process. Durations are seconds. Labels: the mode in force, the kind of bytes.
/// Thread-safe.
/// </summary>
public sealed partial class JournalInstruments
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Granary.Journal";

    private readonly ILogger<JournalInstruments> _logger;
    private readonly ConcurrentDictionary<SegmentLog, bool> _open = new();
    private readonly Histogram<double> _append;
    private readonly Histogram<double> _sync;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _tornTails;
    private readonly Counter<long> _corruptions;
    private readonly Counter<long> _discarded;
    private readonly Counter<long> _writeFailures;

    /// <summary>Makes the instruments.</summary>
    public JournalInstruments(IMeterFactory meters, ILogger<JournalInstruments> logger)
    {
        _logger = logger;
        var meter = meters.Create(MeterName);
        _append = meter.CreateHistogram<double>("journal_append_seconds", "s", "Time from a place in the queue to the acknowledgement");
        _sync = meter.CreateHistogram<double>("journal_sync_seconds", "s", "Time of one sync");
        _batch = meter.CreateHistogram<int>("journal_batch_records", description: "Records that one write and sync carried");
        _tornTails = meter.CreateCounter<long>("journal_torn_tails_total", description: "Ends of segments cut when a log was opened");
        _corruptions = meter.CreateCounter<long>("journal_corruptions_total", description: "Damaged places found in durable records");
        _discarded = meter.CreateCounter<long>("journal_discarded_records_total", description: "Whole but never acknowledged records cut with a torn tail");
        _writeFailures = meter.CreateCounter<long>("journal_write_failures_total", description: "Writes and syncs that failed");
        meter.CreateObservableGauge("journal_bytes", Bytes, "By", "Bytes of all open logs: live (needed) and total");
    }

    internal void Appended(TimeSpan time, Durability mode) => _append.Record(time.TotalSeconds, new KeyValuePair<string, object?>("mode", Label(mode)));

    internal void Synced(TimeSpan time) => _sync.Record(time.TotalSeconds);

    internal void BatchWritten(int records) => _batch.Record(records);

    internal void WriteFailed(JournalException failure)
    {
        _writeFailures.Add(1);
        LogWriteFailed(failure);
    }

    /// <summary>A log was opened: reports what was repaired and counts its bytes until disposed.</summary>
    internal IDisposable Opened(SegmentLog log)
    {
        var repair = log.Repair;
        _tornTails.Add(repair.TornTails);
        _discarded.Add(repair.DiscardedRecords);
        _corruptions.Add(repair.Damages.Length + (repair.DurableLoss ? 1 : 0));
        if (repair.TornTails > 0)
        {
            LogTornTail(log.Folder, repair.CutBytes, repair.DiscardedRecords);
        }

        if (repair.DurableLoss)
        {
            LogDurableLoss(log.Folder);
        }

        foreach (var damage in repair.Damages)
        {
            LogDamage(damage.Kind, damage.File, damage.Offset, damage.FirstSequence, damage.LostRecords);
        }

        _open[log] = true;
        return new Closing(this, log);
    }

    /// <summary>A log was opened on a file system.</summary>
    internal void Placed(Files.FolderKind kind)
    {
        if (kind.Warning is { } warning)
        {
            LogUnsafeFolder(kind.Folder, kind.FileSystem, warning);
        }
    }

    private static string Label(Durability mode) => mode switch
    {
        Durability.Always => "always",
        Durability.Interval => "interval",
        _ => "none",
    };

    private IEnumerable<Measurement<long>> Bytes()
    {
        var (live, total) = (0L, 0L);
        foreach (var log in _open.Keys)
        {
            var snapshot = log.Snapshot();
            live += snapshot.LiveBytes;
            total += snapshot.Bytes;
        }

        return [new(live, new KeyValuePair<string, object?>("kind", "live")), new(total, new KeyValuePair<string, object?>("kind", "total"))];
    }

    private sealed class Closing(JournalInstruments owner, SegmentLog log) : IDisposable
    {
        public void Dispose() => owner._open.TryRemove(log, out _);
    }
}
