using System.Collections.Immutable;

using Granary.Abstractions.Idempotency;
using Granary.Abstractions.Requests;

using NSubstitute;

namespace Granary.Api.Tests.Recovery;

/// <summary>Other silos of a test: other rigs, and those that do not answer.</summary>
internal sealed class FakePeers(IGrainFactory grains) : IRequestPeers
{
    private readonly List<string> _others = [];

    public string Self => "self@1";

    public void Add(string name, ILocalRequestJournal journal) => Add(name, new Door(journal));

    public void AddSilent(string name)
    {
        var door = Substitute.For<IRequestJournalGrain>();
        door.ListAsync(Arg.Any<JournalFilter>()).Returns(Task.FromException<ImmutableArray<JournalEntry>>(new TimeoutException("gone")));
        door.IdsAsync(Arg.Any<JournalFilter>()).Returns(Task.FromException<ImmutableArray<string>>(new TimeoutException("gone")));
        door.FindAsync(Arg.Any<string>()).Returns(Task.FromException<JournalEntry?>(new TimeoutException("gone")));
        door.SummaryAsync().Returns(Task.FromException<JournalSummary?>(new TimeoutException("gone")));
        Add(name, door);
    }

    public Task<ImmutableArray<string>> OthersAsync() => Task.FromResult(_others.ToImmutableArray());

    private void Add(string name, IRequestJournalGrain door)
    {
        _others.Add($"{name}@1");
        grains.GetGrain<IRequestJournalGrain>($"{name}@1").Returns(door);
    }

    private sealed class Door(ILocalRequestJournal journal) : IRequestJournalGrain
    {
        public Task<bool> IsHereAsync() => Task.FromResult(true);

        public Task<JournalSummary?> SummaryAsync() => Task.FromResult(journal.Summary());

        public Task<ImmutableArray<JournalEntry>> ListAsync(JournalFilter filter) => Task.FromResult(journal.List(filter));

        public Task<ImmutableArray<string>> IdsAsync(JournalFilter filter) => Task.FromResult(journal.Ids(filter));

        public Task<JournalEntry?> FindAsync(string id) => Task.FromResult(journal.Find(id));

        public Task<JournalContent?> ContentAsync(string id) => journal.ContentAsync(id, CancellationToken.None).AsTask();

        public Task<KeptAnswer?> AnswerAsync(string id) => journal.AnswerAsync(id, CancellationToken.None).AsTask();

        public Task<int> ActAsync(DeadLetterAction action, ImmutableArray<string> ids) => Task.FromResult(journal.Act(action, ids));
    }
}
