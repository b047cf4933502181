namespace Granary.Admission.Protocol;

/// <summary>Part of a share that one tenant may use at this agent while permits are contended.</summary>
/// <param name="Tenant">Tenant id; empty for all that are not listed.</param>
/// <param name="Share">Its calls in flight at this agent, at most.</param>
public readonly record struct TenantShare(string Tenant, int Share);
