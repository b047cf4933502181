using Granary.Api.Health;

namespace Granary.Api.Recovery;

/// <summary>The logs of requests that this process writes are still its own. Once another took one over, what happens here is written nowhere.</summary>
internal sealed class JournalOwnedCheck(RequestJournal journal) : ILivenessCheck
{
    public ReadinessResult Check() => new(
        "request_journal", journal.HasLostLog ? "another process took the journal over, because the lease of this one ran out; it has to be restarted" : "ok");
}
