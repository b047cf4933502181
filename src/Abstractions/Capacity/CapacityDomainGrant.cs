using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>One domain in a grant. All times are seconds of duration.</summary>
/// <param name="Domain">0 chat, 1 embedding, 2 image, 3 health check.</param>
/// <param name="Share">Permits the agent may use by itself.</param>
/// <param name="Limit">Number in force across all agents.</param>
/// <param name="Generation">Generation of that limit.</param>
/// <param name="Ceiling">Where trouble began; 0 if never cut.</param>
/// <param name="BlockedFor">Rest of a block; 0: none.</param>
/// <param name="ExpiresIn">How long the share may be used, from the sending of the report.</param>
/// <param name="Contended">Somebody lacks permits.</param>
/// <param name="ReportAfter">Successes after which an agent with waiters should report; 0: any number changes nothing.</param>
/// <param name="Elsewhere">Permits in use by other agents.</param>
/// <param name="BlockOnRefusal">Block after a refusal that names no wait; 0: none.</param>
/// <param name="Mode">0 shares, 1 direct, 2 forwarded.</param>
/// <param name="TenantShares">Parts of the share by tenant while permits are contended; empty: the agent divides by itself.</param>
/// <param name="Leases">Direct leases given and not confirmed.</param>
/// <param name="Holder">With mode 2: the agent that takes this one's waiters.</param>
/// <param name="Credits">Rate credits.</param>
/// <param name="Gate">The gate.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDomainGrant")]
public sealed record CapacityDomainGrant(
    [property: Id(0)] int Domain,
    [property: Id(1)] int Share,
    [property: Id(2)] int Limit,
    [property: Id(3)] long Generation,
    [property: Id(4)] int Ceiling,
    [property: Id(5)] double BlockedFor,
    [property: Id(6)] double ExpiresIn,
    [property: Id(7)] bool Contended,
    [property: Id(8)] int ReportAfter,
    [property: Id(9)] int Elsewhere,
    [property: Id(10)] double BlockOnRefusal,
    [property: Id(11)] int Mode,
    [property: Id(12)] ImmutableArray<CapacityTenantShare> TenantShares,
    [property: Id(13)] ImmutableArray<CapacityDirectLease> Leases,
    [property: Id(14)] string? Holder,
    [property: Id(15)] CapacityCreditGrant Credits,
    [property: Id(16)] CapacityGateGrant Gate);
