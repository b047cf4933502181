namespace Granary.Admission.Agents;

/// <summary>Waiters of one band: tenants by start-time fair queueing, and the memory that aging needs.</summary>
internal sealed class WaiterBand(TenantWeights weights)
{
    private const double ForgetAfter = 600;
    private readonly Dictionary<string, TenantQueue> _tenants = new(StringComparer.Ordinal);
    private readonly FairTurns<TenantQueue> _turns = new();
    private readonly int[] _waiting = new int[Domains.Count];
    private int _forgetAt = 256;

    /// <summary>Waiters of all domains.</summary>
    public int Count { get; private set; }

    /// <summary>The last admission from this band, or the instant it became non-empty, if later.</summary>
    public double ServedAt { get; private set; }

    /// <summary>The largest start tag served so far.</summary>
    public double VirtualTime => _turns.VirtualTime;

    public IEnumerable<TenantQueue> Tenants => _tenants.Values;

    public int Waiting(Domain domain) => _waiting[(int)domain];

    public int CountOf(string tenant) => _tenants.TryGetValue(tenant, out var queue) ? queue.Count : 0;

    public void Add(Waiter waiter, double now)
    {
        if (Count == 0)
        {
            ServedAt = now;
        }

        var tenant = Tenant(waiter.Request.Tenant, now);
        if (tenant.Count == 0)
        {
            // Its stored tag is kept, so draining and refilling gains at most one immediate turn.
            tenant.Activation = _turns.NextActivation();
        }

        tenant.Add(waiter);
        tenant.LastUsed = now;
        _turns.Enter(tenant, waiter.Request.Key.Domain);
        Count++;
        _waiting[(int)waiter.Request.Key.Domain]++;
    }

    /// <summary>The waiter that fairness serves next among those of eligible domains (a bit each); null if none.</summary>
    public Waiter? Next(int eligible)
    {
        TenantQueue? best = null;
        var domain = Domain.Chat;
        for (var i = 0; i < Domains.Count; i++)
        {
            if ((eligible & (1 << i)) != 0 && _turns.First((Domain)i) is { } tenant && (best is null || tenant.Before(best, i)))
            {
                best = tenant;
                domain = (Domain)i;
            }
        }

        return best is null ? null : Earliest(best, domain, eligible);
    }

    /// <summary>The next waiter of that domain and tenant (empty: of any tenant); null if none.</summary>
    public Waiter? Next(Domain domain, string tenant) =>
        tenant.Length == 0 ? Next(1 << (int)domain) : _tenants.TryGetValue(tenant, out var queue) ? queue.Head(domain) : null;

    /// <summary>Takes out the waiter that was served, and charges its tenant.</summary>
    public void Serve(Waiter waiter, double now)
    {
        var tenant = waiter.Flow!.Tenant;
        var start = tenant.Tag;
        tenant.Serve(waiter);
        Left(tenant, waiter.Request.Key.Domain, now);
        tenant.Tag = start + (1.0 / weights.Of(tenant.Name));
        _turns.Served(tenant, start);
        ServedAt = now;
    }

    /// <summary>Takes out a waiter that gives up; nobody is charged.</summary>
    public void Remove(Waiter waiter, double now)
    {
        var tenant = waiter.Flow!.Tenant;
        tenant.Remove(waiter);
        Left(tenant, waiter.Request.Key.Domain, now);
    }

    // One tenant may wait for several eligible domains: its flows decide among their heads by turn, then urgency.
    private static Waiter Earliest(TenantQueue tenant, Domain first, int eligible)
    {
        var best = tenant.Head(first)!;
        for (var i = 0; i < Domains.Count; i++)
        {
            if ((eligible & (1 << i)) == 0 || tenant.Head((Domain)i) is not { } other || ReferenceEquals(other, best))
            {
                continue;
            }

            var sooner = ReferenceEquals(other.Flow, best.Flow)
                ? ((IHeapItem<Waiter>)other).Before(best, Waiter.TurnLane)
                : other.Flow!.Before(best.Flow!, i);
            best = sooner ? other : best;
        }

        return best;
    }

    private void Left(TenantQueue tenant, Domain domain, double now)
    {
        Count--;
        _waiting[(int)domain]--;
        tenant.LastUsed = now;
        if (tenant.Waiting(domain) == 0)
        {
            _turns.Leave(tenant, domain);
        }
    }

    private TenantQueue Tenant(string name, double now)
    {
        if (_tenants.TryGetValue(name, out var tenant))
        {
            return tenant;
        }

        if (_tenants.Count >= _forgetAt)
        {
            foreach (var (idle, queue) in _tenants)
            {
                if (queue.Count == 0 && now - queue.LastUsed > ForgetAfter)
                {
                    _tenants.Remove(idle);
                }
            }

            _forgetAt = Math.Max(256, _tenants.Count * 2);
        }

        tenant = new TenantQueue(name) { Tag = _turns.VirtualTime };
        _tenants.Add(name, tenant);
        return tenant;
    }
}
