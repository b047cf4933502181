using Granary.Journal.Files;

namespace Granary.Journal.Keyed;

/// <summary>The logs of a keyed store's generations: opens one, and makes the next from what lives.</summary>
internal sealed class KeyedLogs(ILogFiles files, KeyedGenerations generations, KeyedStoreOptions options, TimeProvider time)
{
    private const int CopyBatch = 256;

    /// <summary>Opens the log of a generation.</summary>
    public Task<SegmentLog> OpenAsync(long generation, Action<LogRecord> replay, CancellationToken cancellationToken)
    {
        var log = new LogOptions
        {
            Folder = generations.FolderOf(generation),
            Durability = options.Durability,
            Interval = options.Interval,
            SegmentBytes = options.SegmentBytes,
        };
        return SegmentLog.OpenAsync(log, time, replay, files, cancellationToken);
    }

    /// <summary>
    /// A new log for a generation that is not in force, holding these records and the newest version given; everything is on the disk when this
    /// completes. What a crash left of an earlier try is removed first.
    /// </summary>
    public async Task<SegmentLog> CopyAsync(long generation, List<KeyedChange> live, long version)
    {
        generations.Remove(generation);
        var log = await OpenAsync(generation, static _ => { }, CancellationToken.None);
        try
        {
            live.Sort(static (left, right) => left.Version.CompareTo(right.Version));
            foreach (var chunk in live.Chunk(CopyBatch))
            {
                await log.AppendAsync(KeyedChange.Put, [.. chunk.Select(static change => (ReadOnlyMemory<byte>)change.Record)], CancellationToken.None);
            }

            await log.AppendAsync(KeyedChange.Watermark, KeyedChange.WatermarkRecord(version), CancellationToken.None);
            await log.SyncAsync();
            return log;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }
}
