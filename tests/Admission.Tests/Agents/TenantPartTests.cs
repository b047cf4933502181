using System.Collections.Immutable;
using Granary.Admission.Agents;
using Granary.Admission.Protocol;
using static Granary.Admission.Tests.Agents.AgentRig;

namespace Granary.Admission.Tests.Agents;

/// <summary>Parts of a share that single tenants may use, as granted.</summary>
public sealed class TenantPartTests
{
    private readonly CapacityAgent _agent = new(Endpoint, "a", 1, new AgentSettings());
    private readonly AgentEffects _effects = new();
    private readonly List<RequestLease> _granted = [];

    public TenantPartTests() => _agent.Register(Domain.Chat, "alias", 20, 0, _effects);

    [Fact]
    public void A_tenant_at_its_part_waits_and_blocks_nobody()
    {
        Want("a", 4);
        Want("b", 4);
        Grant(6, new TenantShare("a", 2), new TenantShare("b", 3));
        Assert.Equal(["a", "a", "b", "b", "b"], Tenants());
        var denial = _agent.TryAcquire(Ask(tenant: "a"), 1, _effects).Denial!;
        Assert.Equal((DenialReason.NoCapacity, DenialBinding.TenantShare), (denial.Reason, denial.Binding));

        // Whoever is not listed has no part at all.
        Assert.Equal(DenialBinding.TenantShare, _agent.TryAcquire(Ask(tenant: "c"), 1, _effects).Denial!.Binding);
        Give("a");
        Assert.Equal(["a", "a", "b", "b", "b"], Tenants());
        Give("b");
        Assert.Equal(["a", "a", "b", "b", "b"], Tenants());
        Give("b");
        Assert.Equal(["a", "a", "b", "b"], Tenants());
        Assert.Equal(1, _agent.Waiters);
        Give("a");
        Give("a");
        Assert.Equal(["a", "b", "b"], Tenants());
        Assert.Equal(0, _agent.Waiters);
        Assert.True(_agent.TryAcquire(Ask(tenant: "b"), 1, _effects).Granted);
        Assert.Equal(DenialBinding.TenantShare, _agent.TryAcquire(Ask(tenant: "b"), 1, _effects).Denial!.Binding);
    }

    [Fact]
    public void Tenants_that_are_not_listed_share_one_part_in_turn()
    {
        Want("a", 3);
        Want("x", 3);
        Want("y", 3);
        Grant(4, new TenantShare("a", 1), new TenantShare("", 2));
        Assert.Equal(["a", "x", "y"], Tenants());
        Give("x");
        Assert.Equal(["a", "x", "y"], Tenants());
        Give("y");
        Give("x");
        Give("y");
        Assert.Equal(["a", "x", "y"], Tenants());
    }

    [Fact]
    public void Without_parts_everybody_set_aside_takes_turns_again()
    {
        Want("a", 4);
        Grant(4, new TenantShare("a", 1));
        Assert.Equal(["a"], Tenants());
        Grant(4);
        Assert.Equal(["a", "a", "a", "a"], Tenants());
        Assert.Equal(0, _agent.Waiters);
    }

    [Fact]
    public void Larger_parts_call_back_and_waiters_set_aside_may_leave()
    {
        Want("a", 5);
        Grant(5, new TenantShare("a", 1));
        var waiter = _agent.Acquire(Ask(tenant: "a"), 1, _effects).Waiter!;
        Assert.True(_agent.Cancel(waiter, 1, _effects));
        Grant(5, new TenantShare("a", 3));
        Assert.Equal(["a", "a", "a"], Tenants());
        Assert.Equal(2, _agent.Waiters);
        _agent.Drain(2, _effects);
        Assert.Equal(2, _effects.Denied.Count);
        Assert.Equal(0, _agent.Waiters);
    }

    [Fact]
    public void A_part_smaller_than_what_is_in_flight_drains()
    {
        Want("a", 6);
        Grant(4);
        Assert.Equal(4, Tenants().Length);
        Grant(4, new TenantShare("a", 2));
        Give("a");
        Give("a");
        Assert.Equal(2, Tenants().Length);
        Give("a");
        Assert.Equal(2, Tenants().Length);
    }

    [Fact]
    public void An_expired_lease_is_its_parts_again()
    {
        Want("a", 2);
        Grant(4, new TenantShare("a", 1));
        Grant(4, 59, new TenantShare("a", 1));
        Assert.Equal(61, _agent.NextWake(59.5), 9);
        _agent.Tick(60.999, _effects);
        Collect();
        Assert.Single(_granted);
        _agent.Tick(61, _effects);
        Collect();
        Assert.Equal(2, _granted.Count);
        Assert.Equal(1, _agent.InFlight);
    }

    [Fact]
    public void Only_other_parts_are_put_into_force_anew()
    {
        var parts = new TenantParts();
        Assert.True(parts.AreThese([]));
        Assert.True(parts.AreThese(default));
        parts.Replace([new TenantShare("a", 1), new TenantShare("", 2)], Domain.Chat, []);
        Assert.True(parts.AreThese([new TenantShare("", 2), new TenantShare("a", 1)]));
        Assert.False(parts.AreThese([new TenantShare("", 3), new TenantShare("a", 1)]));
        Assert.False(parts.AreThese([new TenantShare("", 2), new TenantShare("a", 2)]));
        Assert.False(parts.AreThese([new TenantShare("", 2), new TenantShare("b", 1)]));
        Assert.False(parts.AreThese([new TenantShare("", 2)]));
        Assert.False(parts.AreThese([]));
        parts.Replace([], Domain.Chat, []);
        Assert.False(parts.InForce);
        Assert.Empty(parts.All);
    }

    private string[] Tenants() => [.. _granted.Select(static l => l.Tenant).Order(StringComparer.Ordinal)];

    private void Want(string tenant, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.NotNull(_agent.Acquire(Ask(tenant: tenant), 0, _effects).Waiter);
        }
    }

    private void Give(string tenant)
    {
        var lease = _granted.First(l => l.Tenant == tenant);
        _granted.Remove(lease);
        Assert.Equal(ReleaseResult.Released, _agent.Release(lease, ReleaseReport.Succeeded(TimeSpan.FromSeconds(1)), 1, _effects));
        Collect();
    }

    private void Grant(int share, params ReadOnlySpan<TenantShare> parts) => Grant(share, 1, parts);

    private void Grant(int share, double now, params ReadOnlySpan<TenantShare> parts)
    {
        var report = _agent.BuildReport(now);
        Assert.True(_agent.Apply(
            new LedgerGrant(
                1, report.Sequence, 5, GrantReason.Served,
                [
                    new LedgerDomainGrant
                    {
                        Domain = Domain.Chat, Share = share, Limit = 20, Generation = 0, ExpiresIn = 15, TenantShares = [.. parts.ToArray()],
                    },
                ]),
            0.5, now, _effects));
        Collect();
    }

    private void Collect()
    {
        _granted.AddRange(_effects.Granted.Select(static g => g.Lease));
        if (_effects.Denied.Count == 0)
        {
            _effects.Clear();
        }
    }
}
