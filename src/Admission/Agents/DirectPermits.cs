using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>
/// The direct leases of one domain of an agent: those that came and were not given to a waiter yet, those in use, and those that are over and
/// not known to the ledger for certain. Each is settled once.
/// </summary>
internal sealed class DirectPermits
{
    private readonly List<DirectLease> _ready = [];
    private readonly Dictionary<long, DirectLeaseId> _used = [];
    private readonly List<DirectLeaseId> _settled = [];
    private int _settledSent;

    /// <summary>Until when leases may be given to waiters; compared on every admission, as for shares.</summary>
    public double ExpiresAt { get; set; } = double.NegativeInfinity;

    /// <summary>Leases came that no waiter has yet.</summary>
    public bool HasReady => _ready.Count > 0;

    /// <summary>Names of those in use.</summary>
    public IEnumerable<DirectLeaseId> Used => _used.Values;

    /// <summary>Calls in flight on direct leases.</summary>
    public int InUse => _used.Count;

    /// <summary>That call is on a direct lease.</summary>
    public bool Holds(long leaseNumber) => _used.ContainsKey(leaseNumber);

    /// <summary>It was taken in, and is not known to the ledger as over.</summary>
    public bool Knows(DirectLeaseId id) => _used.ContainsValue(id) || _settled.Contains(id) || _ready.Exists(r => r.Id == id);

    /// <summary>Takes a lease in; false if it is known already.</summary>
    public bool Offer(in DirectLease lease)
    {
        if (Knows(lease.Id))
        {
            return false;
        }

        _ready.Add(lease);
        return true;
    }

    /// <summary>The next lease that no waiter has yet.</summary>
    public bool TryTake(out DirectLease lease)
    {
        if (_ready.Count == 0)
        {
            lease = default;
            return false;
        }

        lease = _ready[0];
        _ready.RemoveAt(0);
        return true;
    }

    /// <summary>A waiter has it now: it lives as long as the waiter's own lease.</summary>
    public void Use(long leaseNumber, DirectLeaseId id) => _used.Add(leaseNumber, id);

    /// <summary>Nobody wants it.</summary>
    public void Return(DirectLeaseId id) => _settled.Add(id);

    /// <summary>A call's own lease is over; false if it was not on a direct one.</summary>
    public bool Settle(long leaseNumber, out DirectLeaseId id)
    {
        if (!_used.Remove(leaseNumber, out id))
        {
            return false;
        }

        _settled.Add(id);
        return true;
    }

    /// <summary>What a message says of them.</summary>
    public DirectClaim Claim()
    {
        _settledSent = _settled.Count;
        return _used.Count + _ready.Count + _settled.Count == 0
            ? DirectClaim.None
            : new DirectClaim([.. _used.Values, .. _ready.Select(static r => r.Id)], [.. _settled]);
    }

    /// <summary>The message that carried the last claim was answered.</summary>
    public void Acknowledge()
    {
        _settled.RemoveRange(0, _settledSent);
        _settledSent = 0;
    }
}
