using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>A ledger's answer to a report.</summary>
/// <param name="Epoch">Incarnation of the ledger; an agent ignores lower ones than it has seen.</param>
/// <param name="Sequence">Sequence of the report it answers.</param>
/// <param name="NextReportIn">Seconds until the next report.</param>
/// <param name="Reason">0 served, 1 learning, 2 storage unavailable, 3 superseded.</param>
/// <param name="Domains">One per domain of the report.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityGrant")]
public sealed record CapacityGrant(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long Sequence,
    [property: Id(2)] double NextReportIn,
    [property: Id(3)] int Reason,
    [property: Id(4)] ImmutableArray<CapacityDomainGrant> Domains);
