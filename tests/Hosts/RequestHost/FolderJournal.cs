using Granary.Journal;

namespace Granary.RequestHost;

/// <summary>Segment logs below one folder, in a process that may have a point to die at.</summary>
internal sealed class FolderJournal(string folder, string? killAt) : IJournalBackend
{
    public string Name => "segments";

    public bool IsShared => false;

    public async Task<IRecordLog> OpenAsync(string log, Action<LogRecord> replay, CancellationToken cancellationToken)
    {
        var options = new LogOptions { Folder = Path.Combine(folder, log), Reclaim = true };
        var opened = await SegmentLog.OpenAsync(options, TimeProvider.System, replay, cancellationToken);
        return killAt is null ? opened : new KillingLog(opened, killAt);
    }

    public Task<IReadOnlyList<string>> AbandonedAsync(string log, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
}
