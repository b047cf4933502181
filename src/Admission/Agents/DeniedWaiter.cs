namespace Granary.Admission.Agents;

/// <summary>A waiter that gets no lease.</summary>
/// <param name="Waiter">Who.</param>
/// <param name="Denial">Why.</param>
/// <param name="Waited">Seconds in the queue.</param>
public readonly record struct DeniedWaiter(Waiter Waiter, AdmissionDenial Denial, double Waited);
