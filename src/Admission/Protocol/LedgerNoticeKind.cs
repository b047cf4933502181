namespace Granary.Admission.Protocol;

/// <summary>What a ledger tells an agent unasked. A notice never raises a share, and may be lost.</summary>
public enum LedgerNoticeKind
{
    /// <summary>The limit was cut: shrink, block, report.</summary>
    Cut,

    /// <summary>Capacity is free and you were short of it: report.</summary>
    ReportNow,

    /// <summary>Somebody lacks permits: give back what you do not use, and report.</summary>
    GiveBack,

    /// <summary>The gate has shut: admit nothing, report.</summary>
    Shut,

    /// <summary>Direct leases. Only for an agent whose newest message is the one named and is answered; any other drops it.</summary>
    Leases,
}
