using System.Collections.Immutable;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>
/// Waiters that agents forwarded in direct mode, served by the fairness of an agent's own queue: bands strictly, except that an overdue one goes
/// first; inside a band tenants by start-time fair queueing; inside a tenant its agents in turn. It holds counts, not waiters: which of an agent's
/// waiters of that tenant gets the permit is the agent's choice.
/// </summary>
internal sealed class DirectQueue(double agingBound)
{
    private const double OverdueAt = 0.8;
    private readonly List<DirectTenant>[] _tenants = [[], [], []];
    private readonly double[] _virtual = new double[Domains.Bands];
    private readonly double[] _servedAt = new double[Domains.Bands];
    private readonly int[] _waiting = new int[Domains.Bands];
    private long _activations;

    /// <summary>Waiters in all bands.</summary>
    public int Waiting => _waiting[0] + _waiting[1] + _waiting[2];

    /// <summary>States anew who waits at an agent; what it does not list waits no more.</summary>
    public void Set(LedgerAgent agent, ImmutableArray<TenantDemand> demand, double now)
    {
        for (var band = Band.Interactive; band <= Band.Bulk; band++)
        {
            foreach (var tenant in _tenants[(int)band])
            {
                if (!Listed(demand, band, tenant.Name))
                {
                    Set(band, tenant, agent, 0, now);
                }
            }

            _tenants[(int)band].RemoveAll(t => t.Waiting == 0 && t.Finish <= _virtual[(int)band]);
        }

        foreach (var one in demand)
        {
            if (Tenant(one) is { } tenant)
            {
                tenant.Weight = Math.Max(1, one.Weight);
                Set(one.Band, tenant, agent, one.Waiting, now);
            }
        }
    }

    /// <summary>
    /// Serves the next waiter whose agent may be served: it waits no more, and its place in the order is charged. False: there is none.
    /// </summary>
    public bool TryServe(double now, Func<LedgerAgent, bool> eligible, out LedgerAgent agent, out Band band, out string tenantName)
    {
        Span<int> order = [(int)Band.Interactive, (int)Band.Standard, (int)Band.Bulk];
        if (Overdue(now) is { } overdue)
        {
            order[..(int)overdue].CopyTo(order[1..]);
            order[0] = (int)overdue;
        }

        foreach (var b in order)
        {
            if (_waiting[b] > 0 && First(b, eligible) is ({ } tenant, { } found))
            {
                (agent, band, tenantName) = (found, (Band)b, tenant.Name);
                Serve(b, tenant, found, now);
                return true;
            }
        }

        (agent, band, tenantName) = (null!, default, "");
        return false;
    }

    private static bool Listed(ImmutableArray<TenantDemand> demand, Band band, string name)
    {
        foreach (var one in demand)
        {
            if (one.Band == band && one.Waiting > 0 && string.Equals(one.Tenant, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private DirectTenant? Tenant(in TenantDemand one)
    {
        var tenants = _tenants[(int)one.Band];
        foreach (var tenant in tenants)
        {
            if (string.Equals(tenant.Name, one.Tenant, StringComparison.Ordinal))
            {
                return tenant;
            }
        }

        if (one.Waiting == 0)
        {
            return null;
        }

        var added = new DirectTenant(one.Tenant);
        tenants.Add(added);
        return added;
    }

    private void Set(Band band, DirectTenant tenant, LedgerAgent agent, int waiting, double now)
    {
        var before = tenant.Waiting;
        tenant.Set(agent, waiting);
        if (before == 0 && tenant.Waiting > 0)
        {
            tenant.Start = Math.Max(_virtual[(int)band], tenant.Finish);
            tenant.Activation = ++_activations;
        }

        if (_waiting[(int)band] == 0 && tenant.Waiting > 0)
        {
            _servedAt[(int)band] = now;
        }

        _waiting[(int)band] += tenant.Waiting - before;
    }

    private Band? Overdue(double now)
    {
        Band? longest = null;
        for (var b = 0; b < Domains.Bands; b++)
        {
            if (_waiting[b] > 0 && now - _servedAt[b] >= OverdueAt * agingBound && (longest is null || _servedAt[b] < _servedAt[(int)longest]))
            {
                longest = (Band)b;
            }
        }

        return longest;
    }

    private (DirectTenant? Tenant, LedgerAgent? Agent) First(int band, Func<LedgerAgent, bool> eligible)
    {
        DirectTenant? first = null;
        LedgerAgent? served = null;
        foreach (var tenant in _tenants[band])
        {
            if (tenant.Waiting > 0 && (first is null || (tenant.Start, tenant.Activation).CompareTo((first.Start, first.Activation)) < 0)
                && tenant.Next(eligible) is { } agent)
            {
                first = tenant;
                served = agent;
            }
        }

        return (first, served);
    }

    private void Serve(int band, DirectTenant tenant, LedgerAgent agent, double now)
    {
        _virtual[band] = Math.Max(_virtual[band], tenant.Start);
        tenant.Finish = tenant.Start + (1.0 / tenant.Weight);
        tenant.Start = tenant.Finish;
        tenant.Served(agent);
        _waiting[band]--;
        _servedAt[band] = now;
    }
}
