using Granary.Api.Health;
using Granary.Journal;

namespace Granary.Api.Recovery;

/// <summary>The journal of requests takes what it is given.</summary>
internal sealed class JournalWritableCheck(RequestJournal journal) : IReadinessCheck
{
    public ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken) => new(new ReadinessResult(
        "request_journal",
        journal.LogSnapshot()?.State switch
        {
            LogState.Full => "the disk of the journal is nearly full; recoverable requests are refused (journal_full)",
            LogState.Lost => "another process took the journal over; this one has to be restarted",
            LogState.Faulted => "the journal cannot be written; recoverable requests are refused (journal_unavailable)",
            _ => "ok",
        }));
}
