using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>Waiters forwarded to the ledger in direct mode, as a batch.</summary>
/// <param name="AgentId">Stable name of the process.</param>
/// <param name="Incarnation">Life of that process.</param>
/// <param name="Sequence">Strictly rising within the incarnation, reports included.</param>
/// <param name="Epoch">Newest ledger incarnation the agent has heard of.</param>
/// <param name="Domains">Domains in direct mode.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDirectRequest")]
public sealed record CapacityDirectRequest(
    [property: Id(0)] string AgentId,
    [property: Id(1)] ulong Incarnation,
    [property: Id(2)] long Sequence,
    [property: Id(3)] long Epoch,
    [property: Id(4)] ImmutableArray<CapacityDirectDomainRequest> Domains);
