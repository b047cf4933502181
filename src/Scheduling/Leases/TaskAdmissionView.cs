using System.Collections.Immutable;

namespace Granary.Scheduling.Leases;

/// <summary>Scheduler resources and groups, now.</summary>
/// <param name="Resources">By name.</param>
/// <param name="Groups">Groups that queue or hold anything.</param>
/// <param name="Active">Leases in force, yielded ones included.</param>
/// <param name="Yielded">Of those, the yielded ones.</param>
public sealed record TaskAdmissionView(ImmutableArray<ResourceView> Resources, ImmutableArray<GroupAdmissionView> Groups, int Active, int Yielded);
