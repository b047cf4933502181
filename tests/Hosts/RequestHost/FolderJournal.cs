using Granary.Journal;

namespace Granary.RequestHost;

/// <summary>Segment logs below one folder.</summary>
internal sealed class FolderJournal(string folder) : IJournalBackend
{
    public string Name => "segments";

    public bool IsShared => false;

    public async Task<IRecordLog> OpenAsync(string log, Action<LogRecord> replay, CancellationToken cancellationToken) =>
        await SegmentLog.OpenAsync(new LogOptions { Folder = Path.Combine(folder, log), Reclaim = true }, TimeProvider.System, replay, cancellationToken);

    public Task<IReadOnlyList<string>> AbandonedAsync(string log, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
}
