namespace Granary.Admission.Agents;

/// <summary>A waiter that got its lease.</summary>
/// <param name="Waiter">Who.</param>
/// <param name="Lease">Its lease, nobody else's.</param>
/// <param name="Waited">Seconds in the queue.</param>
public readonly record struct GrantedWaiter(Waiter Waiter, RequestLease Lease, double Waited);
