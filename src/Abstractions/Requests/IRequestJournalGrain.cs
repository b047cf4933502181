using System.Collections.Immutable;

using Granary.Abstractions.Idempotency;

namespace Granary.Abstractions.Requests;

/// <summary>
/// The journal of recoverable requests of one life of one silo, for the other silos; see <see cref="ILocalRequestJournal"/>. It is placed on that silo by being
/// called from there first; anywhere else it has nothing, which is how a caller learns that the silo is gone.
/// </summary>
[Alias("granary.IRequestJournalGrain")]
public interface IRequestJournalGrain : IGrainWithStringKey
{
    /// <summary>Whether it runs where its key says.</summary>
    [Alias("here")]
    Task<bool> IsHereAsync();

    /// <inheritdoc cref="ILocalRequestJournal.Summary"/>
    [Alias("summary")]
    Task<JournalSummary?> SummaryAsync();

    /// <inheritdoc cref="ILocalRequestJournal.List"/>
    [Alias("list")]
    Task<ImmutableArray<JournalEntry>> ListAsync(JournalFilter filter);

    /// <inheritdoc cref="ILocalRequestJournal.Ids"/>
    [Alias("ids")]
    Task<ImmutableArray<string>> IdsAsync(JournalFilter filter);

    /// <inheritdoc cref="ILocalRequestJournal.Find"/>
    [Alias("find")]
    Task<JournalEntry?> FindAsync(string id);

    /// <inheritdoc cref="ILocalRequestJournal.ContentAsync"/>
    [Alias("content")]
    Task<JournalContent?> ContentAsync(string id);

    /// <inheritdoc cref="ILocalRequestJournal.AnswerAsync"/>
    [Alias("answer")]
    Task<KeptAnswer?> AnswerAsync(string id);

    /// <inheritdoc cref="ILocalRequestJournal.Act"/>
    [Alias("act")]
    Task<int> ActAsync(DeadLetterAction action, ImmutableArray<string> ids);
}
