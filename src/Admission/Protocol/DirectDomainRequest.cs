using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>One domain of a direct request.</summary>
/// <param name="Domain">Which domain.</param>
/// <param name="Demand">Who has how much in flight and who waits, direct leases on their way not subtracted.</param>
/// <param name="Direct">Direct leases held and settled.</param>
public sealed record DirectDomainRequest(Domain Domain, ImmutableArray<TenantDemand> Demand, DirectClaim Direct);
