namespace Granary.Admission.Agents;

/// <summary>What became of an acquire: a lease, a denial, or a place in the queue.</summary>
/// <param name="Lease">The lease; meaningless unless <see cref="Granted"/>.</param>
/// <param name="Denial">Why there is none, if it was refused at once.</param>
/// <param name="Waiter">The place in the queue, if it waits.</param>
/// <param name="Arrival">Its place in the order of arrival, for asking again.</param>
public readonly record struct AcquireDecision(RequestLease Lease, AdmissionDenial? Denial, Waiter? Waiter, Arrival Arrival = default)
{
    /// <summary>The lease is the caller's.</summary>
    public bool Granted => Denial is null && Waiter is null;
}
