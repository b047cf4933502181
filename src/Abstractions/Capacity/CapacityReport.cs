using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>The only regular message of an agent to a ledger. No instant travels, only durations.</summary>
/// <param name="AgentId">Stable name of the process.</param>
/// <param name="Incarnation">Life of that process; a lower one never comes back.</param>
/// <param name="Sequence">Strictly rising within the incarnation.</param>
/// <param name="Epoch">Newest ledger incarnation the agent has heard of; 0: none.</param>
/// <param name="EndpointCap">Smallest cap of the endpoint's aliases; 0: none registered.</param>
/// <param name="Closing">The agent returns everything and falls silent.</param>
/// <param name="Domains">Domains in use.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityReport")]
public sealed record CapacityReport(
    [property: Id(0)] string AgentId,
    [property: Id(1)] ulong Incarnation,
    [property: Id(2)] long Sequence,
    [property: Id(3)] long Epoch,
    [property: Id(4)] int EndpointCap,
    [property: Id(5)] bool Closing,
    [property: Id(6)] ImmutableArray<CapacityDomainReport> Domains);
