using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>What an agent says of its direct leases of one domain.</summary>
/// <param name="Held">In use, or about to be given to a waiter.</param>
/// <param name="Settled">Over, and not yet known to the ledger for certain: repeated until a message that lists them is answered.</param>
public readonly record struct DirectClaim(ImmutableArray<DirectLeaseId> Held, ImmutableArray<DirectLeaseId> Settled)
{
    /// <summary>None.</summary>
    public static DirectClaim None { get; } = new([], []);
}
