namespace Granary.Admission.Protocol;

/// <summary>How a ledger lets an agent have permits of a domain.</summary>
public enum LendingMode
{
    /// <summary>A share, within which the agent admits by itself.</summary>
    Shares,

    /// <summary>No share: waiters are forwarded to the ledger, which gives every permit as a lease of its own.</summary>
    Direct,

    /// <summary>No share: waiters are forwarded to another agent that holds one, named by the grant.</summary>
    Forwarded,
}
