using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>The ledger's answer to a direct request.</summary>
/// <param name="Epoch">Incarnation of the ledger; an agent ignores lower ones than it has seen.</param>
/// <param name="Sequence">Sequence of the request it answers.</param>
/// <param name="Reason">Why it is as it is.</param>
/// <param name="ExpiresIn">Life of all leases listed or held, counted from the sending of the request.</param>
/// <param name="NextReportIn">Seconds until the next message, if nothing happens before.</param>
/// <param name="Domains">One per domain of the request.</param>
public sealed record DirectReply(
    long Epoch, long Sequence, GrantReason Reason, double ExpiresIn, double NextReportIn, ImmutableArray<DirectDomainReply> Domains);
