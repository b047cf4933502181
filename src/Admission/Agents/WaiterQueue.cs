namespace Granary.Admission.Agents;

/// <summary>
/// Everybody who waits at one endpoint, and who is next: first health checks, then an overdue band (the longest overdue), then bands
/// strictly, inside a band tenants by start-time fair queueing, inside a tenant flows in turn, inside a flow the earliest deadline. Aging
/// guarantees that no band with work that could be done waits longer than the aging bound between two admissions.
/// </summary>
internal sealed class WaiterQueue(AgentSettings settings, TenantPolicies policies)
{
    private const double OverdueShare = 0.8;
    private readonly WaiterBand[] _bands = [new(Band.Interactive, policies), new(Band.Standard, policies), new(Band.Bulk, policies)];
    private readonly TenantParts?[] _parts = new TenantParts?[Domains.Count];
    private readonly IndexedHeap<Waiter>[] _deadlines =
    [
        new(Waiter.DeadlineLane), new(Waiter.DeadlineLane), new(Waiter.DeadlineLane), new(Waiter.DeadlineLane),
    ];

    /// <summary>Waiters of all domains and bands.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<WaiterBand> Bands => _bands;

    public int Waiting(Domain domain) => _bands[0].Waiting(domain) + _bands[1].Waiting(domain) + _bands[2].Waiting(domain);

    public int Waiting(Domain domain, Band band) => _bands[(int)band].Waiting(domain);

    public int Waiting(Band band) => _bands[(int)band].Count;

    public IEnumerable<TenantQueue> Tenants(Band band) => _bands[(int)band].Tenants;

    /// <summary>Tenants of that domain are bound by these parts while they are in force.</summary>
    public void Bind(Domain domain, TenantParts parts) => _parts[(int)domain] = parts;

    /// <summary>There is room for one more waiter of that tenant.</summary>
    public bool HasRoom(string tenant) =>
        Count < settings.MaxWaiters
        && _bands[0].CountOf(tenant) + _bands[1].CountOf(tenant) + _bands[2].CountOf(tenant) < settings.MaxWaitersPerTenant;

    public void Add(Waiter waiter, double now)
    {
        _bands[(int)waiter.Request.Band].Add(waiter, now);
        if (double.IsFinite(waiter.Deadline))
        {
            _deadlines[(int)waiter.Request.Key.Domain].Add(waiter);
        }

        Count++;
    }

    /// <summary>The waiter to serve now among those of eligible domains (a bit each); null if none.</summary>
    public Waiter? Next(int eligible, double now)
    {
        if (Count == 0 || eligible == 0)
        {
            return null;
        }

        const int Health = 1 << (int)Domain.Healthcheck;
        if ((eligible & Health) != 0 && Strictly(Health) is { } check)
        {
            return check;
        }

        return Overdue(eligible, now) ?? Strictly(eligible);
    }

    /// <summary>The next waiter of that domain, band and tenant (empty: of any tenant); null if none.</summary>
    public Waiter? Next(Domain domain, Band band, string tenant) => _bands[(int)band].Next(domain, tenant, _parts);

    /// <summary>Takes out the waiter that was served, and charges its tenant and flow.</summary>
    public void Serve(Waiter waiter, double now)
    {
        _bands[(int)waiter.Request.Band].Serve(waiter, now);
        Left(waiter);
    }

    /// <summary>A call took so many tokens more than its tenant was charged for, or fewer.</summary>
    public void Correct(AdmissionRequest request, long tokens)
    {
        if (policies.Of(request.Tenant).ByTokens)
        {
            _bands[(int)request.Band].Correct(request.Tenant, tokens);
        }
    }

    /// <summary>Takes out a waiter that gives up.</summary>
    public void Remove(Waiter waiter, double now)
    {
        _bands[(int)waiter.Request.Band].Remove(waiter, now);
        Left(waiter);
    }

    /// <summary>A permit of the part has come back: in every band one who was set aside for it takes its turns again.</summary>
    public void CallBack(TenantPart part, Domain domain)
    {
        foreach (var band in _bands)
        {
            band.CallBack(part, domain);
        }
    }

    /// <summary>The part is not in force any more: all who were set aside for it take their turns again.</summary>
    public void CallAllBack(TenantPart part, Domain domain)
    {
        foreach (var band in _bands)
        {
            while (band.CallBack(part, domain))
            {
            }
        }
    }

    /// <summary>The waiter of that domain whose deadline is first, if it is not later than that.</summary>
    public Waiter? FirstDeadline(Domain domain, double until) =>
        _deadlines[(int)domain].First is { } first && first.Deadline <= until ? first : null;

    /// <summary>The first deadline of that domain; infinity if none.</summary>
    public double NextDeadline(Domain domain) => _deadlines[(int)domain].First?.Deadline ?? double.PositiveInfinity;

    /// <summary>Some waiter of any domain, for emptying the queue; nobody may be set aside.</summary>
    public Waiter? Any() => Strictly((1 << Domains.Count) - 1);

    private Waiter? Strictly(int eligible)
    {
        foreach (var band in _bands)
        {
            if (band.Count > 0 && band.Next(eligible, _parts) is { } waiter)
            {
                return waiter;
            }
        }

        return null;
    }

    private Waiter? Overdue(int eligible, double now)
    {
        Waiter? longest = null;
        var since = now - (OverdueShare * settings.AgingBound);
        foreach (var band in _bands)
        {
            if (band.Count > 0 && band.ServedAt <= since && band.Next(eligible, _parts) is { } waiter)
            {
                longest = waiter;
                since = Math.BitDecrement(band.ServedAt);
            }
        }

        return longest;
    }

    private void Left(Waiter waiter)
    {
        _deadlines[(int)waiter.Request.Key.Domain].Remove(waiter);
        Count--;
    }
}
