using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>How the ledger lets one domain of an agent have permits, where that is not just a share.</summary>
internal sealed class AgentLending
{
    public LendingMode Mode { get; set; }

    public DirectPermits Direct { get; } = new();

    public RateCredits Credits { get; } = new();

    public AgentGate Gate { get; } = new();

    /// <summary>Waiters that the ledger knows of in direct mode, leases received since subtracted.</summary>
    public int Forwarded { get; set; }

    /// <summary>Leases that came unasked before the answer they follow.</summary>
    public List<LedgerNotice> Stashed { get; } = [];

    /// <summary>Admitting needs more than a look at the share.</summary>
    public bool Special => Mode != LendingMode.Shares || Credits.Limits || Gate.State != GateState.Open;
}
