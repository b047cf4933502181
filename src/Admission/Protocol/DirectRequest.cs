using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>
/// Waiters forwarded to the ledger in direct mode, as a batch. It states what is, not what changed, so one that is lost or repeated does no
/// harm. It takes its turn with the agent's reports: one sequence, one message in flight.
/// </summary>
/// <param name="AgentId">Stable name of the process.</param>
/// <param name="Incarnation">Life of that process.</param>
/// <param name="Sequence">Strictly rising within the incarnation, reports included.</param>
/// <param name="Epoch">Newest ledger incarnation the agent has heard of.</param>
/// <param name="Domains">Domains in direct mode.</param>
public sealed record DirectRequest(string AgentId, ulong Incarnation, long Sequence, long Epoch, ImmutableArray<DirectDomainRequest> Domains);
