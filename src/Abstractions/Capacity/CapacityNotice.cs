using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>A one-way message of a ledger to an agent. It never raises a share, and may be lost.</summary>
/// <param name="Provider">Endpoint it is about.</param>
/// <param name="Model">Endpoint it is about.</param>
/// <param name="Epoch">Incarnation of the ledger.</param>
/// <param name="Domain">0 chat, 1 embedding, 2 image, 3 health check.</param>
/// <param name="Kind">0 cut, 1 report now, 2 give back, 3 shut, 4 leases.</param>
/// <param name="Share">Permits the agent may use from now on, at most.</param>
/// <param name="Limit">Number in force.</param>
/// <param name="Generation">Generation of that limit.</param>
/// <param name="BlockedFor">Rest of a block in seconds; 0: none.</param>
/// <param name="Sequence">With kind 4: the agent's message that the leases answer.</param>
/// <param name="Leases">With kind 4: direct leases.</param>
/// <param name="Gate">With kind 3: the gate.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityNotice")]
public sealed record CapacityNotice(
    [property: Id(0)] string Provider,
    [property: Id(1)] string Model,
    [property: Id(2)] long Epoch,
    [property: Id(3)] int Domain,
    [property: Id(4)] int Kind,
    [property: Id(5)] int Share,
    [property: Id(6)] int Limit,
    [property: Id(7)] long Generation,
    [property: Id(8)] double BlockedFor,
    [property: Id(9)] long Sequence,
    [property: Id(10)] ImmutableArray<CapacityDirectLease> Leases,
    [property: Id(11)] int Gate);
