using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>
/// Direct leases that are over, one-way and at once. A lease that is settled never comes back, so the message may be lost, repeated or late;
/// what the calls taught comes with the next report.
/// </summary>
/// <param name="AgentId">Stable name of the process.</param>
/// <param name="Incarnation">Life of that process.</param>
/// <param name="Domain">Which domain.</param>
/// <param name="Settled">Their names.</param>
public sealed record DirectRelease(string AgentId, ulong Incarnation, Domain Domain, ImmutableArray<DirectLeaseId> Settled);
