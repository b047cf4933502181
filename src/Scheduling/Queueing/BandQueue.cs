using Granary.Admission;

namespace Granary.Scheduling.Queueing;

/// <summary>One band's tenants, in turn.</summary>
internal sealed class BandQueue(Band band, int maxIdleTags)
{
    private readonly Dictionary<string, TenantQueue> _tenants = new(StringComparer.Ordinal);

    public Band Band => band;

    public TurnHeap Active { get; } = new();

    public TurnClock Clock { get; } = new(maxIdleTags);

    public int Queued { get; set; }

    /// <summary>Its last admission, or the instant it became non-empty if that is later: since when it waits, in seconds.</summary>
    public double WaitsSince { get; set; }

    public IEnumerable<TenantQueue> Tenants => _tenants.Values;

    public TenantQueue Tenant(string name)
    {
        if (_tenants.TryGetValue(name, out var tenant))
            return tenant;

        tenant = new TenantQueue(this, name, maxIdleTags);
        Clock.Begin(tenant);
        _tenants.Add(name, tenant);
        return tenant;
    }

    public void Forget(TenantQueue tenant) => _tenants.Remove(tenant.Name);
}
