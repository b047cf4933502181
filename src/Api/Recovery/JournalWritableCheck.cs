using Granary.Api.Health;

namespace Granary.Api.Recovery;

/// <summary>The journal of requests takes what it is given.</summary>
internal sealed class JournalWritableCheck(RequestJournal journal) : IReadinessCheck
{
    public ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken) => new(new ReadinessResult(
        "request_journal",
        journal.LogSnapshot() is { Failure: { } failure } ? $"requests cannot be written down ({failure.Code})" : "ok"));
}
