namespace Granary.Admission.Agents;

/// <summary>Whether a permit of a key is free, and if not, the first reason that applies.</summary>
/// <param name="Reason">Null: admitted.</param>
/// <param name="Binding">Which number bound.</param>
/// <param name="AvailableAt">Instant from which it may change, if known; infinity if not.</param>
internal readonly record struct AdmissionCheck(DenialReason? Reason, DenialBinding Binding, double AvailableAt)
{
    public static AdmissionCheck Free { get; } = new(null, DenialBinding.None, 0);

    public bool Admitted => Reason is null;
}
