using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>
/// Who has and wants how much of a key: counted from the leases and waiters when a report is built, so that admitting costs nothing for it.
/// </summary>
internal static class DemandReport
{
    private const int Largest = 32;

    private static readonly Comparer<TenantDemand> LargestFirst = Comparer<TenantDemand>.Create(static (a, b) =>
    {
        var bySize = (b.InFlight + b.Waiting).CompareTo(a.InFlight + a.Waiting);
        var byBand = bySize != 0 ? bySize : a.Band.CompareTo(b.Band);
        return byBand != 0 ? byBand : string.CompareOrdinal(a.Tenant, b.Tenant);
    });

    /// <summary>The largest tenants by name and the rest as one per band; tasks outside of the queue count as bulk of no tenant.</summary>
    public static ImmutableArray<TenantDemand> Build(Domain domain, LeaseBook leases, WaiterQueue queue, TenantPolicies policies, int outside)
    {
        var counts = new Dictionary<(Band Band, string Tenant), (int InFlight, int Waiting)>();
        foreach (var lease in leases.Active)
        {
            if (lease.Request.Key.Domain == domain)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (lease.Request.Band, lease.Request.Tenant), out _).InFlight++;
            }
        }

        for (var band = Band.Interactive; band <= Band.Bulk; band++)
        {
            if (queue.Waiting(domain, band) == 0)
            {
                continue;
            }

            foreach (var tenant in queue.Tenants(band))
            {
                if (tenant.Waiting(domain) is > 0 and var waiting)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, (band, tenant.Name), out _).Waiting += waiting;
                }
            }
        }

        if (outside > 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, (Band.Bulk, ""), out _).Waiting += outside;
        }

        var ordered = counts
            .Select(c => new TenantDemand(c.Key.Band, c.Key.Tenant, policies.WeightOf(c.Key.Tenant), c.Value.InFlight, c.Value.Waiting))
            .Order(LargestFirst)
            .ToList();
        var rest = ordered
            .Skip(Largest)
            .GroupBy(static d => d.Band)
            .Select(static g => new TenantDemand(g.Key, "", Math.Min(1000, g.Sum(static d => d.Weight)), g.Sum(static d => d.InFlight), g.Sum(static d => d.Waiting)));
        return [.. ordered.Take(Largest), .. rest];
    }
}
