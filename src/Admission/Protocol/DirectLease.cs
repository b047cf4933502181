namespace Granary.Admission.Protocol;

/// <summary>
/// One permit given by the ledger itself. It goes to the next waiter of that tenant and band; with none left it is settled unused. It lives as
/// long as its agent's shares would: each answered message renews all of them.
/// </summary>
/// <param name="Id">Its name.</param>
/// <param name="Band">Band of the waiter it was given for.</param>
/// <param name="Tenant">Tenant of that waiter; empty for those that did not fit into the request.</param>
public readonly record struct DirectLease(DirectLeaseId Id, Band Band, string Tenant);
