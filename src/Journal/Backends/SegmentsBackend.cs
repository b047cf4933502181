using Granary.Journal.Files;

namespace Granary.Journal.Backends;

/// <summary>Logs in folders of one folder, as files that are written or mapped.</summary>
internal sealed class SegmentsBackend(JournalOptions options, TimeProvider time, JournalInstruments? instruments) : IJournalBackend
{
    public string Name => options.Backend;

    public bool IsShared => false;

    public async Task<IRecordLog> OpenAsync(string log, Action<LogRecord> replay, CancellationToken cancellationToken)
    {
        LogName.Check(log);
        var folder = System.IO.Path.Combine(System.IO.Path.GetFullPath(options.Path), log);
        var kept = new LogOptions
        {
            Folder = folder,
            Durability = options.Durability,
            Interval = options.Interval,
            Linger = options.Linger,
            SegmentBytes = options.SegmentSize,
            MaxRecordBytes = options.MaxRecord,
            OnCorruption = options.OnCorruption,
            ReserveBytes = options.ReserveBytes,
            Reclaim = true,
            Instruments = instruments,
        };
        try
        {
            ILogFiles files = options.Backend == JournalBackends.Mapped ? new MappedFiles(options.SegmentSize) : DiskFiles.Instance;
            var opened = await SegmentLog.OpenAsync(kept, time, replay, files, cancellationToken);
            instruments?.Placed(FolderKind.Of(folder));
            return opened;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(JournalErrorCodes.Unavailable, $"Journal:Path '{options.Path}' cannot be used: {error.Message}", error);
        }
    }

    public Task<IReadOnlyList<string>> AbandonedAsync(string log, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
}
