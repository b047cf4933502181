using System.Collections.Immutable;

using Granary.Abstractions.Idempotency;
using Granary.Abstractions.Requests;
using Granary.Grains.Executors.Remote;

namespace Granary.Grains.Requests;

/// <summary>The door to the journal of the silo that its key names. Made anywhere else it has nothing, and goes, so that its silo can make it.</summary>
[Reentrant, PreferLocalPlacement, KeepAlive]
internal sealed class RequestJournalGrain(ExecutorSiloIdentity identity, IEnumerable<ILocalRequestJournal> journals) : Grain, IRequestJournalGrain
{
    private readonly ILocalRequestJournal? _journal = journals.FirstOrDefault();

    public Task<bool> IsHereAsync() => Task.FromResult(Here() is not null);

    public Task<JournalSummary?> SummaryAsync() => Task.FromResult(Here()?.Summary());

    public Task<ImmutableArray<JournalEntry>> ListAsync(JournalFilter filter) => Task.FromResult(Here()?.List(filter) ?? []);

    public Task<ImmutableArray<string>> IdsAsync(JournalFilter filter) => Task.FromResult(Here()?.Ids(filter) ?? []);

    public Task<JournalEntry?> FindAsync(string id) => Task.FromResult(Here()?.Find(id));

    public async Task<JournalContent?> ContentAsync(string id) => Here() is { } journal ? await journal.ContentAsync(id, CancellationToken.None) : null;

    public async Task<KeptAnswer?> AnswerAsync(string id) => Here() is { } journal ? await journal.AnswerAsync(id, CancellationToken.None) : null;

    public Task<int> ActAsync(DeadLetterAction action, ImmutableArray<string> ids) => Task.FromResult(Here()?.Act(action, ids) ?? 0);

    private ILocalRequestJournal? Here()
    {
        if (this.GetPrimaryKeyString() == identity.Silo.Key)
        {
            return _journal;
        }

        DeactivateOnIdle();
        return null;
    }
}
