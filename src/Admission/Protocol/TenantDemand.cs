namespace Granary.Admission.Protocol;

/// <summary>What one tenant has and wants of a key at one agent, in one band.</summary>
/// <param name="Band">Priority class.</param>
/// <param name="Tenant">Tenant id; empty for all that did not fit into the report.</param>
/// <param name="Weight">Its weight, 1 to 1000.</param>
/// <param name="InFlight">Calls in flight.</param>
/// <param name="Waiting">Waiters, and tasks that wait for permits without standing in the queue.</param>
public readonly record struct TenantDemand(Band Band, string Tenant, int Weight, int InFlight, int Waiting);
