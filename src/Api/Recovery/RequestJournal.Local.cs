using System.Collections.Immutable;

using Granary.Abstractions.Idempotency;
using Granary.Abstractions.Requests;
using Granary.Api.Requests;
using Granary.Journal.Requests;

namespace Granary.Api.Recovery;

/// <content>What this process answers about its journal, to its own endpoints and to other silos.</content>
internal sealed partial class RequestJournal : ILocalRequestJournal
{
    JournalSummary? ILocalRequestJournal.Summary()
    {
        if (LogSnapshot() is not { } log)
        {
            return null;
        }

        var now = Snapshot();
        return new JournalSummary(
            log.State.ToString().ToLowerInvariant(), now.Live + now.Replaying + now.Waiting + now.Later, now.Finished, now.DeadLetters, Adopted, now.OldestUnfinished,
            now.WaitsFor);
    }

    ImmutableArray<JournalEntry> ILocalRequestJournal.List(JournalFilter filter) =>
        [.. List().Reverse().Where(request => EntryFilter.Matches(filter, request)).Take(filter.Limit).Select(JournalEntries.Of)];

    ImmutableArray<string> ILocalRequestJournal.Ids(JournalFilter filter) =>
        [.. List().Where(request => EntryFilter.Matches(filter, request)).Select(static request => request.Header.Id)];

    JournalEntry? ILocalRequestJournal.Find(string id) => Find(id) is { } request ? JournalEntries.Of(request) : null;

    async ValueTask<JournalContent?> ILocalRequestJournal.ContentAsync(string id, CancellationToken cancellationToken) =>
        await RawContentAsync(id, cancellationToken) is { } bytes ? new JournalContent([.. bytes.Span]) : null;

    ValueTask<KeptAnswer?> ILocalRequestJournal.AnswerAsync(string id, CancellationToken cancellationToken) => AnswerAsync(id, cancellationToken);

    int ILocalRequestJournal.Act(DeadLetterAction action, ImmutableArray<string> ids) =>
        ids.Count(id => action == DeadLetterAction.Retry ? RetryDeadLetter(id) : DiscardDeadLetter(id));
}
