namespace Granary.Admission;

/// <summary>A lease, or the reason why there is none.</summary>
/// <param name="Lease">The lease; meaningless unless <see cref="Granted"/>.</param>
/// <param name="Denial">Why there is none; null when granted.</param>
/// <param name="Waited">Time in the queue; zero when decided at once.</param>
/// <param name="Arrival">Its place in the order of arrival, for asking again.</param>
public readonly record struct AdmissionResult(RequestLease Lease, AdmissionDenial? Denial, TimeSpan Waited, Arrival Arrival = default)
{
    /// <summary>The caller holds a lease and must release it.</summary>
    public bool Granted => Denial is null;
}
