namespace Granary.Admission.Protocol;

/// <summary>Names a direct lease. A number is never given twice within an epoch of the endpoint's ledger.</summary>
/// <param name="Epoch">Incarnation of the ledger that gave it.</param>
/// <param name="Number">Rises with every lease of that incarnation.</param>
public readonly record struct DirectLeaseId(long Epoch, long Number);
