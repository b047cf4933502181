using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>The tenants' parts of one key's share, in force while the ledger says that permits are contended.</summary>
internal sealed class TenantParts
{
    private Dictionary<string, TenantPart> _named = [];
    private TenantPart _rest = new(0);

    /// <summary>Parts bind. Off: the agent divides its share by fair queueing alone.</summary>
    public bool InForce { get; private set; }

    /// <summary>The part a tenant draws on. Only while in force.</summary>
    public TenantPart Of(string tenant) => _named.GetValueOrDefault(tenant, _rest);

    /// <summary>Every part that was in force, so that those set aside may be called back.</summary>
    public IEnumerable<TenantPart> All => InForce ? _named.Values.Append(_rest) : [];

    /// <summary>Puts new parts into force, none by an empty list; calls in flight are counted anew.</summary>
    public void Replace(ImmutableArray<TenantShare> shares, Domain domain, IEnumerable<ActiveLease> active)
    {
        InForce = !shares.IsDefaultOrEmpty;
        if (!InForce)
        {
            _named = [];
            return;
        }

        _named = new Dictionary<string, TenantPart>(StringComparer.Ordinal);
        _rest = new TenantPart(0);
        foreach (var (tenant, share) in shares)
        {
            if (tenant.Length == 0)
            {
                _rest = new TenantPart(share);
            }
            else
            {
                _named[tenant] = new TenantPart(share);
            }
        }

        foreach (var lease in active)
        {
            if (lease.Request.Key.Domain == domain)
            {
                Of(lease.Request.Tenant).InFlight++;
            }
        }
    }

    /// <summary>The same parts as are in force.</summary>
    public bool AreThese(ImmutableArray<TenantShare> shares)
    {
        if (shares.IsDefaultOrEmpty || !InForce)
        {
            return shares.IsDefaultOrEmpty && !InForce;
        }

        var named = 0;
        var rest = 0;
        foreach (var (tenant, share) in shares)
        {
            if (tenant.Length == 0)
            {
                rest = share;
            }
            else if (!_named.TryGetValue(tenant, out var part) || part.Share != share)
            {
                return false;
            }
            else
            {
                named++;
            }
        }

        return named == _named.Count && rest == _rest.Share;
    }
}
