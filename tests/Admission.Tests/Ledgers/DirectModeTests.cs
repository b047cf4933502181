using System.Collections.Immutable;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Ledgers;

/// <summary>The worked example of direct mode in docs/algorithms/capacity-protocol.md.</summary>
public sealed class DirectModeTests
{
    private readonly LedgerRig _rig = new(cap: 3, settings: new LedgerSettings());
    private readonly Dictionary<string, long> _sequences = [];

    [Fact]
    public void A_lone_agent_has_a_share_at_any_limit() => Assert.Equal(3, _rig.Get("a", waiting: 5));

    [Fact]
    public void With_two_agents_every_permit_is_a_lease_of_its_own_and_the_limit_is_kept()
    {
        Begin();
        var a = Ask("a", waiting: 2);
        Assert.Equal(2, a.Leases.Length);
        var b = Ask("b", waiting: 2);
        Assert.Single(b.Leases);
        Assert.Equal(3, _rig.Ledger.Outstanding(Domain.Chat));
    }

    [Fact]
    public void A_settled_lease_goes_to_who_is_next_by_notice()
    {
        Begin();
        var a = Ask("a", waiting: 3);
        Ask("b", waiting: 2);
        var effects = new LedgerEffects();
        _rig.Ledger.Hear(new DirectRelease("a", 1, Domain.Chat, [a.Leases[0].Id]), 0, effects);
        var notice = Assert.Single(effects.Notices);
        Assert.Equal(("b", LedgerNoticeKind.Leases, _sequences["b"]), (notice.AgentId, notice.Notice.Kind, notice.Notice.Sequence));
        Assert.NotEqual(a.Leases[0].Id, Assert.Single(notice.Notice.Leases).Id);
        _rig.Ledger.Hear(new DirectRelease("a", 1, Domain.Chat, [a.Leases[0].Id]), 0, effects);
        Assert.Equal(3, _rig.Ledger.Outstanding(Domain.Chat));
    }

    [Fact]
    public void A_lease_that_was_lost_on_its_way_is_sent_again_and_never_given_twice()
    {
        Begin();
        var first = Ask("a", waiting: 1).Leases;
        Assert.Equal(first, Ask("a", waiting: 1).Leases);
        Assert.Empty(Ask("a", inFlight: 1, held: [first[0].Id]).Leases);
        Assert.Equal(1, _rig.Ledger.Outstanding(Domain.Chat));
    }

    [Fact]
    public void A_confirmed_lease_that_is_listed_no_more_is_over()
    {
        Begin();
        var lease = Ask("a", waiting: 1).Leases[0].Id;
        Ask("a", inFlight: 1, held: [lease]);
        Ask("a");
        Assert.Equal(0, _rig.Ledger.Outstanding(Domain.Chat));
    }

    [Fact]
    public void A_message_that_a_release_has_overtaken_does_not_bring_the_lease_back()
    {
        Begin();
        var lease = Ask("a", waiting: 1).Leases[0].Id;
        _rig.Ledger.Hear(new DirectRelease("a", 1, Domain.Chat, [lease]), 0, new LedgerEffects());
        Ask("a", inFlight: 1, held: [lease]);
        Assert.Equal(0, _rig.Ledger.Outstanding(Domain.Chat));
    }

    [Fact]
    public void Leases_of_an_agent_that_falls_silent_are_ghosts_and_then_free()
    {
        Begin();
        Ask("a", waiting: 3);
        _rig.Now = 16;
        _rig.Ledger.View(Domain.Chat, 16);
        Assert.Equal(3, _rig.Ledger.Outstanding(Domain.Chat));
        _rig.Now = 46;
        Assert.Equal(0, _rig.Ledger.View(Domain.Chat, 46)!.Outstanding);
    }

    [Fact]
    public void An_unknown_agent_is_told_to_report() => Assert.Equal(LendingMode.Shares, Ask("nobody", waiting: 1).Mode);

    [Fact]
    public void Tenants_share_by_weight_and_agents_of_a_tenant_take_turns()
    {
        Begin();
        var served = new Dictionary<string, int> { ["a heavy"] = 0, ["b heavy"] = 0, ["a light"] = 0 };
        var held = new Queue<(string Agent, DirectLease Lease)>();
        foreach (var lease in Ask("a", demand: [new TenantDemand(Band.Bulk, "heavy", 2, 0, 100), new TenantDemand(Band.Bulk, "light", 1, 0, 100)]).Leases)
        {
            held.Enqueue(("a", lease));
        }

        Ask("b", demand: [new TenantDemand(Band.Bulk, "heavy", 2, 0, 100)]);
        for (var i = 0; i < 60; i++)
        {
            var (agent, over) = held.Dequeue();
            var effects = new LedgerEffects();
            _rig.Ledger.Hear(new DirectRelease(agent, 1, Domain.Chat, [over.Id]), 0, effects);
            var (next, notice) = Assert.Single(effects.Notices);
            var lease = Assert.Single(notice.Leases);
            held.Enqueue((next, lease));
            served[$"{next} {lease.Tenant}"]++;
        }

        Assert.InRange(served["a heavy"] + served["b heavy"], 39, 41);
        Assert.InRange(served["a heavy"] - served["b heavy"], -1, 1);
        Assert.InRange(served["a light"], 19, 21);
    }

    [Fact]
    public void It_ends_above_one_and_a_half_times_the_limit_at_which_it_begins()
    {
        var modes = new List<LendingMode>();
        foreach (var cap in new[] { 7, 8, 11, 12, 11, 8, 7 })
        {
            // Of both agents the smaller cap counts, and a raised one leaves the limit: a ledger each.
            var rig = new LedgerRig(cap, settings: new LedgerSettings());
            rig.Get("a", waiting: 5);
            rig.Get("b", waiting: 5);
            modes.Add(rig.Ledger.View(Domain.Chat, 0)!.Mode);
        }

        Assert.Equal([LendingMode.Direct, LendingMode.Shares, LendingMode.Shares, LendingMode.Shares, LendingMode.Shares, LendingMode.Shares, LendingMode.Direct], modes);
    }

    private void Begin()
    {
        _rig.Get("a", waiting: 1);
        _rig.Exchange(_rig.Report("a"));
        _rig.Get("b", waiting: 1);
        _rig.Get("a", waiting: 1);
        _rig.Exchange(_rig.Report("b", waiting: 1, share: 0));
        var held = _rig.Ledger.View(Domain.Chat, 0)!;
        Assert.Equal(LendingMode.Direct, held.Mode);
        _sequences["a"] = 100;
        _sequences["b"] = 100;

        // What the reports above were given is settled, so that numbers below are plain.
        foreach (var agent in new[] { "a", "b" })
        {
            Ask(agent, settled: [new DirectLeaseId(1, 1), new DirectLeaseId(1, 2)]);
        }

        Assert.Equal(0, _rig.Ledger.Outstanding(Domain.Chat));
    }

    private DirectDomainReply Ask(
        string agent, int inFlight = 0, int waiting = 0, ImmutableArray<DirectLeaseId>? held = null, ImmutableArray<DirectLeaseId>? settled = null,
        ImmutableArray<TenantDemand>? demand = null)
    {
        var sequence = _sequences[agent] = _sequences.GetValueOrDefault(agent, 100) + 1;
        ImmutableArray<TenantDemand> wanted = demand ?? (inFlight + waiting == 0 ? [] : [new TenantDemand(Band.Bulk, "t", 1, inFlight, waiting)]);
        var request = new DirectRequest(agent, 1, sequence, 1, [new DirectDomainRequest(Domain.Chat, wanted, new DirectClaim(held ?? [], settled ?? []))]);
        var effects = new LedgerEffects();
        _rig.Ledger.Hear(request, _rig.Now, effects);
        if (_rig.Ledger.MustPersist(request, _rig.Now))
        {
            _rig.Ledger.Persisted(_rig.Ledger.Save(_rig.Now), _rig.Now);
        }

        return _rig.Ledger.Grant(request, _rig.Now, effects).Domains[0];
    }
}
