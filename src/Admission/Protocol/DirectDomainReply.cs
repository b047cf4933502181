using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>One domain of a direct reply.</summary>
/// <param name="Domain">Which domain.</param>
/// <param name="Mode">Anything but <see cref="LendingMode.Direct"/>: the mode has changed, a report will say what to.</param>
/// <param name="Leases">Every lease given and not yet confirmed by this agent, so that a lost notice costs no permit.</param>
/// <param name="Limit">Number in force across all agents.</param>
/// <param name="Generation">Generation of that limit.</param>
/// <param name="BlockedFor">Rest of a block in seconds; 0: none.</param>
public sealed record DirectDomainReply(
    Domain Domain, LendingMode Mode, ImmutableArray<DirectLease> Leases, int Limit, long Generation, double BlockedFor);
