using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>A notice and whom it is for.</summary>
public sealed record AddressedNotice(string AgentId, LedgerNotice Notice);
