using System.Collections.Immutable;
using Granary.Abstractions.Capacity;
using Granary.Admission;
using Granary.Admission.Protocol;

namespace Granary.Grains.Capacity;

/// <summary>Messages of direct mode.</summary>
internal static partial class CapacityWire
{
    public static CapacityDirectRequest ToWire(DirectRequest request) => new(
        request.AgentId, request.Incarnation, request.Sequence, request.Epoch,
        [.. request.Domains.Select(static d => new CapacityDirectDomainRequest((int)d.Domain, ToWire(d.Demand), ToWire(d.Direct.Held), ToWire(d.Direct.Settled)))]);

    public static DirectRequest FromWire(CapacityDirectRequest request) => new(
        request.AgentId, request.Incarnation, request.Sequence, request.Epoch,
        [.. request.Domains.Select(static d => new DirectDomainRequest((Domain)d.Domain, FromWire(d.Demand), new DirectClaim(FromWire(d.Held), FromWire(d.Settled))))]);

    public static CapacityDirectReply ToWire(DirectReply reply) => new(
        reply.Epoch, reply.Sequence, (int)reply.Reason, reply.ExpiresIn, reply.NextReportIn,
        [.. reply.Domains.Select(static d => new CapacityDirectDomainReply((int)d.Domain, (int)d.Mode, ToWire(d.Leases), d.Limit, d.Generation, d.BlockedFor))]);

    public static DirectReply FromWire(CapacityDirectReply reply) => new(
        reply.Epoch, reply.Sequence, (GrantReason)reply.Reason, reply.ExpiresIn, reply.NextReportIn,
        [.. reply.Domains.Select(static d => new DirectDomainReply((Domain)d.Domain, (LendingMode)d.Mode, FromWire(d.Leases), d.Limit, d.Generation, d.BlockedFor))]);

    public static CapacityDirectRelease ToWire(DirectRelease release) =>
        new(release.AgentId, release.Incarnation, (int)release.Domain, ToWire(release.Settled));

    public static DirectRelease FromWire(CapacityDirectRelease release) =>
        new(release.AgentId, release.Incarnation, (Domain)release.Domain, FromWire(release.Settled));

    private static ImmutableArray<CapacityTenantDemand> ToWire(ImmutableArray<TenantDemand> demand) =>
        [.. demand.Select(static t => new CapacityTenantDemand((int)t.Band, t.Tenant, t.Weight, t.InFlight, t.Waiting))];

    private static ImmutableArray<TenantDemand> FromWire(ImmutableArray<CapacityTenantDemand> demand) =>
        [.. demand.Select(static t => new TenantDemand((Band)t.Band, t.Tenant, t.Weight, t.InFlight, t.Waiting))];

    private static ImmutableArray<CapacityDirectLeaseId> ToWire(ImmutableArray<DirectLeaseId> ids) =>
        [.. ids.Select(static id => new CapacityDirectLeaseId(id.Epoch, id.Number))];

    private static ImmutableArray<DirectLeaseId> FromWire(ImmutableArray<CapacityDirectLeaseId> ids) =>
        [.. ids.Select(static id => new DirectLeaseId(id.Epoch, id.Number))];

    private static ImmutableArray<CapacityDirectLease> ToWire(ImmutableArray<DirectLease> leases) =>
        [.. leases.Select(static l => new CapacityDirectLease(new CapacityDirectLeaseId(l.Id.Epoch, l.Id.Number), (int)l.Band, l.Tenant))];

    private static ImmutableArray<DirectLease> FromWire(ImmutableArray<CapacityDirectLease> leases) =>
        [.. leases.Select(static l => new DirectLease(new DirectLeaseId(l.Id.Epoch, l.Id.Number), (Band)l.Band, l.Tenant))];
}
