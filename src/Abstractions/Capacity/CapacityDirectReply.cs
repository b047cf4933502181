using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>A ledger's answer to a direct request.</summary>
/// <param name="Epoch">Incarnation of the ledger; an agent ignores lower ones than it has seen.</param>
/// <param name="Sequence">Sequence of the request it answers.</param>
/// <param name="Reason">As in a grant.</param>
/// <param name="ExpiresIn">Life of all leases, from the sending of the request.</param>
/// <param name="NextReportIn">Seconds until the next message.</param>
/// <param name="Domains">One per domain of the request.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDirectReply")]
public sealed record CapacityDirectReply(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long Sequence,
    [property: Id(2)] int Reason,
    [property: Id(3)] double ExpiresIn,
    [property: Id(4)] double NextReportIn,
    [property: Id(5)] ImmutableArray<CapacityDirectDomainReply> Domains);
