using System.Collections.Immutable;

using Granary.Abstractions.Idempotency;

namespace Granary.Abstractions.Requests;

/// <summary>The journal of recoverable requests of this process. Thread-safe; nothing here waits for more than the disk.</summary>
public interface ILocalRequestJournal
{
    /// <summary>It in numbers; null while recovery is off.</summary>
    JournalSummary? Summary();

    /// <summary>Entries, newest first.</summary>
    ImmutableArray<JournalEntry> List(JournalFilter filter);

    /// <summary>Ids of all entries that match, whatever the limit.</summary>
    ImmutableArray<string> Ids(JournalFilter filter);

    /// <summary>The entry of that id, in the journal or ended lately.</summary>
    JournalEntry? Find(string id);

    /// <summary>What the request said; null: it is kept no more.</summary>
    ValueTask<JournalContent?> ContentAsync(string id, CancellationToken cancellationToken);

    /// <summary>The answer that the journal keeps, or null.</summary>
    ValueTask<KeptAnswer?> AnswerAsync(string id, CancellationToken cancellationToken);

    /// <summary>Acts on those that are dead letters; returns how many were.</summary>
    int Act(DeadLetterAction action, ImmutableArray<string> ids);
}
