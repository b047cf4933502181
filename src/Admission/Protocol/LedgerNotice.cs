using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>A one-way message of a ledger to an agent. It never raises a share, and may be lost.</summary>
/// <param name="Epoch">Incarnation of the ledger.</param>
/// <param name="Domain">Which domain.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Share">Permits the agent may use from now on, at most.</param>
/// <param name="Limit">Number in force.</param>
/// <param name="Generation">Generation of that limit.</param>
/// <param name="BlockedFor">Rest of a block in seconds; 0: none.</param>
public sealed record LedgerNotice(
    long Epoch,
    Domain Domain,
    LedgerNoticeKind Kind,
    int Share,
    int Limit,
    long Generation,
    double BlockedFor)
{
    /// <summary>With <see cref="LedgerNoticeKind.Leases"/>: the agent's message they answer; their life counts from its sending.</summary>
    public long Sequence { get; init; }

    /// <summary>Direct leases.</summary>
    public ImmutableArray<DirectLease> Leases { get; init; } = [];

    /// <summary>With <see cref="LedgerNoticeKind.Shut"/>: the gate.</summary>
    public GateState Gate { get; init; }
}
