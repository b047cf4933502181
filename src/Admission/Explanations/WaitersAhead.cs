namespace Granary.Admission.Explanations;

/// <summary>Waiters that fairness would serve first.</summary>
/// <param name="Band">Their band.</param>
/// <param name="Tenant">Their tenant; empty: all others together.</param>
/// <param name="Waiting">How many of them are ahead.</param>
/// <param name="InFlight">Calls the tenant has in flight in this process.</param>
/// <param name="Weight">The tenant's weight.</param>
public readonly record struct WaitersAhead(Band Band, string Tenant, int Waiting, int InFlight, int Weight);
