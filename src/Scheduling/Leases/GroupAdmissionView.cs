using System.Collections.Immutable;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Leases;

/// <summary>One group, now.</summary>
/// <param name="Group">The group.</param>
/// <param name="Queued">Tasks queued.</param>
/// <param name="Running">Tasks that hold units.</param>
/// <param name="Resources">Its part in each resource it uses.</param>
public sealed record GroupAdmissionView(GroupKey Group, int Queued, int Running, ImmutableArray<GroupResourceView> Resources);
