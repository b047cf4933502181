namespace Granary.Admission.Agents;

/// <summary>Waiters of one band: tenants by start-time fair queueing, and the memory that aging needs.</summary>
internal sealed class WaiterBand(Band band, TenantPolicies policies)
{
    private const double ForgetAfter = 600;
    private const int ForgetFrom = 256;
    private readonly Dictionary<string, TenantQueue> _tenants = new(StringComparer.Ordinal);
    private readonly FairTurns<TenantQueue> _turns = new();
    private readonly int[] _waiting = new int[Domains.Count];
    private int _forgetAt = ForgetFrom;

    /// <summary>Waiters of all domains.</summary>
    public int Count { get; private set; }

    /// <summary>The last admission from this band, or the instant it became non-empty, if later.</summary>
    public double ServedAt { get; private set; }

    /// <summary>The largest start tag served so far.</summary>
    public double VirtualTime => _turns.VirtualTime;

    public IEnumerable<TenantQueue> Tenants => _tenants.Values;

    public int Waiting(Domain domain) => _waiting[(int)domain];

    public TenantQueue? Find(string tenant) => _tenants.GetValueOrDefault(tenant);

    public int CountOf(string tenant) => Find(tenant)?.Count ?? 0;

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
        var domain = waiter.Request.Key.Domain;
        if (tenant.Parked(domain) is null)
        {
            _turns.Enter(tenant, domain);
        }

        Count++;
        _waiting[(int)domain]++;
    }

    /// <summary>
    /// The waiter that fairness serves next among those of eligible domains (a bit each); null if none. Tenants whose part is used up are put
    /// aside on the way: they are not met again until a permit of the part comes back.
    /// </summary>
    public Waiter? Next(int eligible, TenantParts?[] parts)
    {
        while (true)
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

            if (best is null)
            {
                return null;
            }

            if (parts[(int)domain] is { InForce: true } inForce && inForce.Of(best.Name) is { Full: true } full)
            {
                _turns.Leave(best, domain);
                full.Park(best, band, domain);
                continue;
            }

            return Earliest(best, domain, eligible, parts);
        }
    }

    /// <summary>The next waiter of that domain and tenant (empty: of any tenant); null if none.</summary>
    public Waiter? Next(Domain domain, string tenant, TenantParts?[] parts) =>
        tenant.Length == 0 ? Next(1 << (int)domain, parts) : _tenants.TryGetValue(tenant, out var queue) ? queue.Head(domain) : null;

    /// <summary>Takes out the waiter that was served, and charges its tenant.</summary>
    public void Serve(Waiter waiter, double now)
    {
        var tenant = waiter.Flow!.Tenant;
        var start = tenant.Tag;
        tenant.Serve(waiter);
        Left(tenant, waiter.Request.Key.Domain, now);
        tenant.Tag = start + policies.Step(tenant.Name, waiter.Request.EstimatedTokens);
        _turns.Served(tenant, start);
        Moved(tenant);
        ServedAt = now;
    }

    /// <summary>A turn cost so many tokens more than was charged for it, or fewer.</summary>
    public void Correct(string name, long tokens)
    {
        if (Find(name) is { } tenant)
        {
            tenant.Tag += policies.Step(name, tokens);
            _turns.Moved(tenant);
            Moved(tenant);
        }
    }

    /// <summary>Takes out a waiter that gives up; nobody is charged.</summary>
    public void Remove(Waiter waiter, double now)
    {
        var tenant = waiter.Flow!.Tenant;
        tenant.Remove(waiter);
        Left(tenant, waiter.Request.Key.Domain, now);
    }

    /// <summary>A permit of the part is free: the first of those set aside takes its turns again.</summary>
    public bool CallBack(TenantPart part, Domain domain)
    {
        if (part.First(band) is not { } tenant)
        {
            return false;
        }

        part.Drop(tenant, band, domain);
        _turns.Enter(tenant, domain);
        return true;
    }

    // One tenant may wait for several eligible domains: its flows decide among their heads by turn, then urgency.
    private static Waiter Earliest(TenantQueue tenant, Domain first, int eligible, TenantParts?[] parts)
    {
        var best = tenant.Head(first)!;
        for (var i = 0; i < Domains.Count; i++)
        {
            if ((eligible & (1 << i)) == 0 || tenant.Head((Domain)i) is not { } other || ReferenceEquals(other, best)
                || (parts[i] is { InForce: true } inForce && inForce.Of(tenant.Name).Full))
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
            tenant.Parked(domain)?.Drop(tenant, band, domain);
        }
    }

    private void Moved(TenantQueue tenant)
    {
        for (var i = 0; i < Domains.Count; i++)
        {
            tenant.Parked((Domain)i)?.Update(tenant, band);
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

            _forgetAt = Math.Max(ForgetFrom, _tenants.Count * 2);
        }

        tenant = new TenantQueue(name) { Tag = _turns.VirtualTime };
        _tenants.Add(name, tenant);
        return tenant;
    }
}
