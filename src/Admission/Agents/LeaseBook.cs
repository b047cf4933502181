namespace Granary.Admission.Agents;

/// <summary>
/// The leases of one agent: given, released exactly once or expired exactly once. In-flight = given − released − expired, always. Leases of the
/// default life expire in the order of their numbers, so nothing is sorted for them: a cursor follows the oldest. Only those that were renewed, or
/// have a life of their own, stand in a heap.
/// </summary>
internal sealed class LeaseBook(ulong incarnation, double life)
{
    private const int PoolRoom = 256;
    private const double ShortestLife = 1;
    private const double LongestLife = 300;
    private readonly LeaseTable _active = new();
    private readonly IndexedHeap<ActiveLease> _timed = new();
    private readonly Stack<ActiveLease> _pool = new();
    private readonly RecentIds _released = new();
    private readonly RecentIds _expired = new();
    private long _oldest = 1;
    private double _noneBefore = double.PositiveInfinity;

    /// <summary>Number of the newest lease.</summary>
    public long LastNumber { get; private set; }

    public int Count => _active.Count;

    public IEnumerable<ActiveLease> Active => _active.All;

    /// <summary>When the first lease expires; infinity if none is out.</summary>
    public double NextExpiry
    {
        get
        {
            var first = _timed.First?.ExpiresAt ?? double.PositiveInfinity;
            for (; _oldest <= LastNumber; _oldest++)
            {
                if (_active.Find(_oldest) is { Timed: false } oldest)
                {
                    return Math.Min(first, oldest.ExpiresAt);
                }
            }

            return first;
        }
    }

    public ActiveLease Give(AdmissionRequest request, int limit, int effectiveCap, long generation, int level, double now)
    {
        if (!_pool.TryPop(out var lease))
        {
            lease = new ActiveLease();
        }

        lease.Number = ++LastNumber;
        lease.Request = request;
        lease.AcquiredAt = now;
        lease.Limit = limit;
        lease.EffectiveCap = effectiveCap;
        lease.Generation = generation;
        lease.Level = level;
        lease.Accepted = false;
        lease.Life = life;
        lease.ExpiresAt = now + life;
        if (request.LeaseLife is { } own)
        {
            lease.Life = Bounded(own);
            lease.ExpiresAt = now + lease.Life;
            Time(lease);
        }

        _noneBefore = Math.Min(_noneBefore, lease.ExpiresAt);
        _active.Add(lease);
        return lease;
    }

    /// <summary>
    /// Judges a release and, if it is the true one, takes the lease out: <paramref name="closed"/> is it, until the next one is given.
    /// <paramref name="expired"/>: it came too late.
    /// </summary>
    public ReleaseResult Release(in RequestLease lease, out ActiveLease? closed, out bool expired)
    {
        closed = null;
        expired = false;
        if (lease.Incarnation != incarnation)
        {
            return ReleaseResult.WrongGeneration;
        }

        if (_active.Find(lease.Number) is { } active)
        {
            if (!active.Is(lease))
            {
                return ReleaseResult.StaleLease;
            }

            closed = active;
            Close(active);
            _released.Add(lease.Number);
            return ReleaseResult.Released;
        }

        if (_expired.Remove(lease.Number))
        {
            expired = true;
            _released.Add(lease.Number);
            return ReleaseResult.StaleLease;
        }

        return _released.Contains(lease.Number) ? ReleaseResult.Duplicate : ReleaseResult.UnknownLease;
    }

    /// <summary>Notes that the provider said yes; null if that was known, or the lease is not active.</summary>
    public ActiveLease? Accept(in RequestLease lease)
    {
        if (Find(lease) is not { Accepted: false } active)
        {
            return null;
        }

        active.Accepted = true;
        return active;
    }

    /// <summary>Extends a life to a full one from now; false if the lease is not active, or not this one.</summary>
    public bool Renew(in RequestLease lease, TimeSpan? newLife, double now)
    {
        if (Find(lease) is not { } active)
        {
            return false;
        }

        active.Life = newLife is { } wanted ? Bounded(wanted) : active.Life;
        active.ExpiresAt = Math.Max(active.ExpiresAt, now + active.Life);
        if (active.Timed)
        {
            _timed.Update(active);
        }
        else
        {
            Time(active);
        }

        return true;
    }

    /// <summary>Takes out one lease whose life is over; null if there is none. It stays readable until the next one is given.</summary>
    public ActiveLease? TakeExpired(double now)
    {
        if (now < _noneBefore)
        {
            return null;
        }

        _noneBefore = NextExpiry;
        if (now < _noneBefore)
        {
            return null;
        }

        // After the look above the cursor stands at the oldest of the default life, or behind them all.
        var oldest = _active.Find(_oldest);
        var expired = _timed.First is { } timed && (oldest is null || timed.ExpiresAt <= oldest.ExpiresAt) ? timed : oldest!;
        Close(expired);
        _expired.Add(expired.Number);
        return expired;
    }

    /// <summary>The active lease of that number; null if there is none.</summary>
    public ActiveLease? Find(long number) => _active.Find(number);

    private ActiveLease? Find(in RequestLease lease) =>
        lease.Incarnation == incarnation && _active.Find(lease.Number) is { } active && active.Is(lease) ? active : null;

    private static double Bounded(TimeSpan own) => Math.Clamp(own.TotalSeconds, ShortestLife, LongestLife);

    private void Time(ActiveLease lease)
    {
        lease.Timed = true;
        _timed.Add(lease);
    }

    private void Close(ActiveLease lease)
    {
        _active.Remove(lease.Number);
        if (lease.Timed)
        {
            lease.Timed = false;
            _timed.Remove(lease);
        }

        // A pooled record keeps its request until it is used again: no more than the pool holds.
        if (_pool.Count < PoolRoom)
        {
            _pool.Push(lease);
        }
    }
}
