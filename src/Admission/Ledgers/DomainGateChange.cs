using Granary.Admission.Gates;

namespace Granary.Admission.Ledgers;

/// <summary>A gate changed, and whose it is.</summary>
public readonly record struct DomainGateChange(Domain Domain, GateChange Change);
