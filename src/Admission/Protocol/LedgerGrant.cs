using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>A ledger's answer to a report.</summary>
/// <param name="Epoch">Incarnation of the ledger; an agent ignores lower ones than it has seen.</param>
/// <param name="Sequence">Sequence of the report it answers.</param>
/// <param name="NextReportIn">Seconds until the next report, if nothing happens before.</param>
/// <param name="Reason">Why it is as it is.</param>
/// <param name="Domains">One per domain of the report.</param>
public sealed record LedgerGrant(
    long Epoch,
    long Sequence,
    double NextReportIn,
    GrantReason Reason,
    ImmutableArray<LedgerDomainGrant> Domains);
