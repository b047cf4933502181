namespace Granary.Admission.Agents;

/// <summary>
/// The leases of one agent: given, released exactly once or expired exactly once. In-flight = given − released − expired, always.
/// </summary>
internal sealed class LeaseBook(ulong incarnation)
{
    private readonly Dictionary<long, ActiveLease> _active = [];
    private readonly IndexedHeap<ActiveLease> _expiries = new();
    private readonly Stack<ActiveLease> _pool = new();
    private readonly RecentIds _released = new();
    private readonly RecentIds _expired = new();

    /// <summary>Number of the newest lease.</summary>
    public long LastNumber { get; private set; }

    public int Count => _active.Count;

    public IEnumerable<RequestLease> Active => _active.Values.Select(static a => a.Lease);

    /// <summary>When the first lease expires; infinity if none is out.</summary>
    public double NextExpiry => _expiries.First?.ExpiresAt ?? double.PositiveInfinity;

    public RequestLease Give(AdmissionRequest request, int limit, int effectiveCap, long generation, int level, double now, double life)
    {
        var lease = new RequestLease(
            incarnation, ++LastNumber, request.Key, request.Tenant, request.Band, now, limit, effectiveCap, generation, request.EstimatedTokens, level,
            now + life);
        var active = _pool.Count > 0 ? _pool.Pop() : new ActiveLease();
        active.Lease = lease;
        active.ExpiresAt = lease.ExpiresAt;
        active.Accepted = false;
        _active.Add(lease.Number, active);
        _expiries.Add(active);
        return lease;
    }

    /// <summary>Judges a release and, if it is the true one, takes the lease out. <paramref name="expired"/>: it came too late.</summary>
    public ReleaseResult Release(in RequestLease lease, out bool expired)
    {
        expired = false;
        if (lease.Incarnation != incarnation)
        {
            return ReleaseResult.WrongGeneration;
        }

        if (_active.TryGetValue(lease.Number, out var active))
        {
            if (active.Lease != lease with { ExpiresAt = active.Lease.ExpiresAt })
            {
                return ReleaseResult.StaleLease;
            }

            Close(active);
            _released.Add(lease.Number);
            return ReleaseResult.Released;
        }

        if (_expired.Contains(lease.Number))
        {
            expired = true;
            _expired.Remove(lease.Number);
            _released.Add(lease.Number);
            return ReleaseResult.StaleLease;
        }

        return _released.Contains(lease.Number) ? ReleaseResult.Duplicate : ReleaseResult.UnknownLease;
    }

    /// <summary>Notes that the provider said yes; false if that was known, or the lease is not active.</summary>
    public bool Accept(in RequestLease lease)
    {
        if (lease.Incarnation != incarnation || !_active.TryGetValue(lease.Number, out var active) || active.Accepted)
        {
            return false;
        }

        active.Accepted = true;
        return true;
    }

    /// <summary>Extends a life; false if the lease is not active, or not this one.</summary>
    public bool Renew(in RequestLease lease, double until)
    {
        if (lease.Incarnation != incarnation || !_active.TryGetValue(lease.Number, out var active)
            || active.Lease != lease with { ExpiresAt = active.Lease.ExpiresAt })
        {
            return false;
        }

        active.ExpiresAt = Math.Max(active.ExpiresAt, until);
        _expiries.Update(active);
        return true;
    }

    /// <summary>Takes out one lease whose life is over; false if there is none.</summary>
    public bool TryExpire(double now, out RequestLease lease)
    {
        if (_expiries.First is not { } first || first.ExpiresAt > now)
        {
            lease = default;
            return false;
        }

        lease = first.Lease;
        Close(first);
        _expired.Add(lease.Number);
        return true;
    }

    private void Close(ActiveLease active)
    {
        _active.Remove(active.Lease.Number);
        _expiries.Remove(active);
        active.Lease = default;
        if (_pool.Count < 256)
        {
            _pool.Push(active);
        }
    }
}
