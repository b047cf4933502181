using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>One domain in an agent's report. All times are seconds of duration.</summary>
/// <param name="Domain">0 chat, 1 embedding, 2 image, 3 health check.</param>
/// <param name="EffectiveCap">Cap of the key at this agent; 0: none registered.</param>
/// <param name="Share">Permits the agent may use by itself.</param>
/// <param name="Held">The larger of its share and its calls in flight.</param>
/// <param name="InFlight">Calls in flight.</param>
/// <param name="Idle">Permits it would like to keep unused.</param>
/// <param name="Demand">Who has and wants how much.</param>
/// <param name="Totals">Outcomes since the agent was born.</param>
/// <param name="BlockFor">Rest of the block its refusals ask for.</param>
/// <param name="Evidence">What was seen since the last answered report.</param>
/// <param name="Estimator">Estimator that the aliases of this process ask for; null: the ledger's own choice.</param>
/// <param name="DirectHeld">Direct leases in use.</param>
/// <param name="DirectSettled">Direct leases that are over, not yet confirmed.</param>
/// <param name="Credits">Rate credits.</param>
/// <param name="Gate">The half-open probe.</param>
/// <param name="Rates">Requests and tokens per minute.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDomainReport")]
public sealed record CapacityDomainReport(
    [property: Id(0)] int Domain,
    [property: Id(1)] int EffectiveCap,
    [property: Id(2)] int Share,
    [property: Id(3)] int Held,
    [property: Id(4)] int InFlight,
    [property: Id(5)] int Idle,
    [property: Id(6)] ImmutableArray<CapacityTenantDemand> Demand,
    [property: Id(7)] CapacityTotals Totals,
    [property: Id(8)] double BlockFor,
    [property: Id(9)] ImmutableArray<CapacityEvidence> Evidence,
    [property: Id(10)] string? Estimator,
    [property: Id(11)] ImmutableArray<CapacityDirectLeaseId> DirectHeld,
    [property: Id(12)] ImmutableArray<CapacityDirectLeaseId> DirectSettled,
    [property: Id(13)] CapacityCreditClaim Credits,
    [property: Id(14)] CapacityGateClaim Gate,
    [property: Id(15)] CapacityRates Rates);
