using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>The only regular message of an agent to a ledger.</summary>
/// <param name="AgentId">Stable name of the process.</param>
/// <param name="Incarnation">Life of that process; a lower one never comes back.</param>
/// <param name="Sequence">Strictly rising within the incarnation.</param>
/// <param name="Epoch">Newest ledger incarnation the agent has heard of; 0: none.</param>
/// <param name="EndpointCap">Smallest cap of the endpoint's aliases at this agent; 0: none is registered any more.</param>
/// <param name="Closing">The agent returns everything and falls silent.</param>
/// <param name="Domains">Domains in use.</param>
public sealed record AgentReport(
    string AgentId,
    ulong Incarnation,
    long Sequence,
    long Epoch,
    int EndpointCap,
    bool Closing,
    ImmutableArray<AgentDomainReport> Domains);
