using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>A direct lease as its ledger knows it.</summary>
internal sealed class DirectHolding(DirectLease lease)
{
    public DirectLease Lease => lease;

    /// <summary>Its agent has said that it has it; from then on not to list it means that it is over.</summary>
    public bool Confirmed { get; set; }
}
