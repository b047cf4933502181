using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>One domain of a direct reply.</summary>
/// <param name="Domain">0 chat, 1 embedding, 2 image, 3 health check.</param>
/// <param name="Mode">0 shares, 1 direct, 2 forwarded.</param>
/// <param name="Leases">Every lease given and not yet confirmed.</param>
/// <param name="Limit">Number in force across all agents.</param>
/// <param name="Generation">Generation of that limit.</param>
/// <param name="BlockedFor">Rest of a block; 0: none.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityDirectDomainReply")]
public sealed record CapacityDirectDomainReply(
    [property: Id(0)] int Domain,
    [property: Id(1)] int Mode,
    [property: Id(2)] ImmutableArray<CapacityDirectLease> Leases,
    [property: Id(3)] int Limit,
    [property: Id(4)] long Generation,
    [property: Id(5)] double BlockedFor);
