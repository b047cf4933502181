namespace Granary.Admission.Agents;

/// <summary>
/// What one tenant, or all that are not listed together, may have in flight of a contended key at this agent; and who waits aside because that is
/// used up.
/// </summary>
internal sealed class TenantPart(int share)
{
    private readonly IndexedHeap<TenantQueue>?[] _parked = new IndexedHeap<TenantQueue>?[Domains.Bands];

    public int Share => share;

    public int InFlight { get; set; }

    public bool Full => InFlight >= share;

    /// <summary>Puts a tenant aside: it is not looked at until a permit of this part comes back.</summary>
    public void Park(TenantQueue tenant, Band band, Domain domain)
    {
        (_parked[(int)band] ??= new IndexedHeap<TenantQueue>(Domains.Count + (int)domain)).Add(tenant);
        tenant.SetParked(domain, this);
    }

    /// <summary>The tenant no longer waits here.</summary>
    public void Drop(TenantQueue tenant, Band band, Domain domain)
    {
        _parked[(int)band]!.Remove(tenant);
        tenant.SetParked(domain, null);
    }

    /// <summary>The tenant's tag has moved.</summary>
    public void Update(TenantQueue tenant, Band band) => _parked[(int)band]!.Update(tenant);

    /// <summary>The one set aside who is next in that band; null if there is none.</summary>
    public TenantQueue? First(Band band) => _parked[(int)band]?.First;
}
