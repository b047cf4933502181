using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Ledgers;

/// <summary>The worked examples of docs/algorithms/capacity-protocol.md.</summary>
public sealed class CapacityLedgerTests
{
    private static readonly RejectedSample Refused = new(AnswerCause.Capacity, Generation: 0, Level: 10, InFlight: 9, Limit: 10, RetryAfter: 2);

    [Fact]
    public void One_agent_gets_what_it_wants_and_all_of_it_up_to_the_limit()
    {
        var rig = new LedgerRig();
        Assert.Equal(1, rig.Get("a", waiting: 1));
        Assert.Equal(10, rig.Get("a", inFlight: 1, waiting: 300));
    }

    [Fact]
    public void A_second_agent_gets_its_part_as_the_first_gives_back()
    {
        var rig = new LedgerRig();
        Assert.Equal(10, rig.Get("a", waiting: 100));
        Assert.Equal(0, rig.Get("b", waiting: 100));
        Assert.Equal([("a", LedgerNoticeKind.GiveBack)], rig.Notices);

        // a has ten calls in flight: its share shrinks at once, its bookings as the calls come back.
        Assert.Equal(5, rig.Get("a", inFlight: 10, waiting: 90));
        Assert.Empty(rig.Notices);
        Assert.Equal(0, rig.Get("b", waiting: 100));
        Assert.Equal(5, rig.Get("a", inFlight: 7, waiting: 90));
        Assert.Equal([("b", LedgerNoticeKind.ReportNow)], rig.Notices);
        Assert.Equal(3, rig.Get("b", waiting: 100));
        Assert.Equal(10, rig.Ledger.Outstanding(Domain.Chat));
        Assert.Equal(5, rig.Get("a", inFlight: 5, waiting: 90));
        Assert.Equal(5, rig.Get("b", inFlight: 3, waiting: 97));
    }

    [Fact]
    public void A_lost_shrink_does_not_free_what_the_agent_may_still_use()
    {
        var rig = new LedgerRig();
        Assert.Equal(10, rig.Get("a", waiting: 100));
        rig.Get("b", waiting: 100);
        Assert.Equal(5, rig.Exchange(rig.Report("a", inFlight: 0, waiting: 100), heard: false).Domains[0].Share);
        Assert.Equal(0, rig.Get("b", waiting: 100));
        Assert.Equal(5, rig.Get("a", inFlight: 5, waiting: 95));
        Assert.Equal(0, rig.Get("b", waiting: 100));
        Assert.Equal(5, rig.Get("a", inFlight: 5, waiting: 95));
        Assert.Equal(5, rig.Get("b", waiting: 100));
    }

    [Fact]
    public void A_repeated_report_is_answered_again_and_learned_from_once()
    {
        var rig = new LedgerRig();
        rig.Get("a", waiting: 10);
        var refused = rig.Report(
            "a", inFlight: 9, totals: new OutcomeTotals { Admitted = 10, RateLimited = 1 }, refusal: Refused);
        var first = rig.Exchange(refused);
        Assert.Equal((7, 1L), (first.Domains[0].Limit, first.Domains[0].Generation));
        Assert.Equal(first, rig.Exchange(refused));
        var next = rig.Exchange(rig.Report(
            "a", inFlight: 8, totals: new OutcomeTotals { Admitted = 10, RateLimited = 2 }, refusal: Refused));
        Assert.Equal((7, 1L), (next.Domains[0].Limit, next.Domains[0].Generation));
        Assert.Equal(2, rig.Ledger.View(Domain.Chat, rig.Now)!.RateLimited);
    }

    [Fact]
    public void A_cut_is_told_to_all_holders_and_nobody_grows_above_the_new_limit()
    {
        var rig = new LedgerRig();
        Assert.Equal(5, rig.Get("a", waiting: 5));
        Assert.Equal(5, rig.Get("b", waiting: 5));
        var grant = rig.Exchange(rig.Report(
            "a", inFlight: 4, waiting: 4, totals: new OutcomeTotals { Admitted = 5, RateLimited = 1 }, refusal: Refused));
        Assert.Equal((4, 7), (grant.Domains[0].Share, grant.Domains[0].Limit));
        var notice = Assert.Single(rig.Effects.Notices).Notice;
        Assert.Equal((LedgerNoticeKind.Cut, 3, 7, 1L, 2.0), (notice.Kind, notice.Share, notice.Limit, notice.Generation, notice.BlockedFor));
        Assert.Equal(3, rig.Exchange(rig.Report("b", inFlight: 5, waiting: 5, share: 3)).Domains[0].Share);
        Assert.Equal(10, rig.Ledger.Outstanding(Domain.Chat));
    }

    [Fact]
    public void After_a_block_growth_follows_the_opening()
    {
        var rig = new LedgerRig();
        rig.Get("a", waiting: 1);
        rig.Exchange(rig.Report("a", totals: new OutcomeTotals { Admitted = 1, RateLimited = 1 }, refusal: Refused));
        var shares = new List<int>();
        foreach (var now in new[] { 1.0, 2.0, 2.34, 2.5, 2.9, 3.0 })
        {
            rig.Now = now;
            shares.Add(rig.Get("a", inFlight: rig.ShareOf("a"), waiting: 50));
        }

        Assert.Equal([0, 1, 3, 4, 6, 7], shares);
    }

    [Fact]
    public void An_agent_that_vanishes_is_charged_until_its_share_and_its_ghost_are_over()
    {
        var rig = new LedgerRig();
        Assert.Equal(10, rig.Get("a", waiting: 10));
        Assert.Equal(10, rig.Get("a", inFlight: 6, waiting: 10));
        rig.Now = 15.9;
        Assert.Equal(0, rig.Get("b", waiting: 10));
        rig.Now = 16;
        Assert.Equal(4, rig.Get("b", waiting: 10));
        rig.Now = 45.9;
        Assert.Equal(4, rig.Get("b", inFlight: 4, waiting: 10));
        rig.Now = 46;
        Assert.Equal(10, rig.Get("b", inFlight: 4, waiting: 10));
    }

    [Fact]
    public void An_agent_that_closes_frees_its_share_at_once()
    {
        var rig = new LedgerRig();
        rig.Get("a", waiting: 10);
        Assert.Equal(0, rig.Exchange(rig.Report("a", closing: true)).Domains[0].Share);
        Assert.Equal(0, rig.Ledger.Outstanding(Domain.Chat));
        Assert.Equal(10, rig.Get("b", waiting: 10));
    }

    [Fact]
    public void A_lower_incarnation_never_comes_back()
    {
        var rig = new LedgerRig();
        rig.Exchange(rig.Report("a", inFlight: 2, waiting: 4));
        rig.Holds("a", 0);
        Assert.Equal(8, rig.Exchange(rig.Report("a", waiting: 20, incarnation: 2, epoch: 0)).Domains[0].Share);
        var old = rig.Exchange(rig.Report("a", waiting: 20, incarnation: 1), heard: false);
        Assert.Equal((GrantReason.Superseded, 0), (old.Reason, old.Domains[0].Share));
    }

    [Fact]
    public void A_restarted_ledger_renews_claims_and_lends_nothing_new_until_everybody_was_heard()
    {
        var before = new LedgerRig();
        before.Get("a", waiting: 6);
        before.Get("b", waiting: 3);
        var after = new LedgerRig(state: before.Ledger.Save(0), age: 3, now: 100);
        Assert.Equal(2, after.Ledger.Epoch);
        after.Holds("a", 6, sequence: 50);
        var grant = after.Exchange(after.Report("a", inFlight: 6, waiting: 20));
        Assert.Equal((GrantReason.Learning, 6, 2L), (grant.Reason, grant.Domains[0].Share, grant.Epoch));
        Assert.Equal(0, after.Get("new", waiting: 5));
        after.Holds("b", 3, sequence: 50);
        Assert.Equal(3, after.Get("b", inFlight: 3));
        Assert.Equal(GrantReason.Learning, after.Exchange(after.Report("a", inFlight: 6, waiting: 20, epoch: 2)).Reason);
        Assert.Equal(GrantReason.Served, after.Exchange(after.Report("b", inFlight: 3, epoch: 2)).Reason);
    }

    [Fact]
    public void Learning_ends_when_the_written_promise_is_over()
    {
        var before = new LedgerRig();
        before.Get("a", waiting: 6);
        var after = new LedgerRig(state: before.Ledger.Save(0), age: 3, now: 100) { Now = 131.9 };
        Assert.Equal(0, after.Get("b", waiting: 5));
        after.Now = 132;
        Assert.Equal(5, after.Get("b", waiting: 5));
        var late = new LedgerRig(state: before.Ledger.Save(0), age: 35, now: 100);
        Assert.Equal(5, late.Get("b", waiting: 5));
    }

    [Fact]
    public void A_restarted_process_of_the_same_name_ends_learning_at_once()
    {
        var before = new LedgerRig();
        before.Get("a", waiting: 6);
        var after = new LedgerRig(state: before.Ledger.Save(0), age: 1, now: 100);
        Assert.Equal(10, after.Exchange(after.Report("a", waiting: 50, incarnation: 2, epoch: 0)).Domains[0].Share);
    }

    [Fact]
    public void A_hand_over_needs_no_learning_and_keeps_the_bookings()
    {
        var before = new LedgerRig();
        before.Get("a", waiting: 6);
        var after = new LedgerRig(state: before.Ledger.Save(0, handOver: true), age: 1, now: 100);
        Assert.Equal(6, after.Ledger.Outstanding(Domain.Chat));
        Assert.Equal(4, after.Get("b", waiting: 50));
        after.Holds("a", 6, sequence: 50);
        Assert.Equal(5, after.Get("a", inFlight: 2, waiting: 50));
    }

    [Fact]
    public void Without_storage_shares_are_renewed_only_as_far_as_written_promises_reach()
    {
        var rig = new LedgerRig();
        rig.Get("a", waiting: 4);
        rig.StorageFails = true;
        rig.Now = 14.5;
        var grant = rig.Exchange(rig.Report("a", inFlight: 4, waiting: 9));
        Assert.Equal((GrantReason.StorageUnavailable, 4, 15.0), (grant.Reason, grant.Domains[0].Share, grant.Domains[0].ExpiresIn));
        rig.Now = 25;
        grant = rig.Exchange(rig.Report("a", inFlight: 4));
        Assert.Equal((4, 5.0), (grant.Domains[0].Share, grant.Domains[0].ExpiresIn));
        rig.Now = 30;
        Assert.Equal(0, rig.Get("a", inFlight: 4));
    }

    [Fact]
    public void Nothing_is_answered_before_the_epoch_is_written()
    {
        var rig = new LedgerRig { StorageFails = true };
        Assert.Throws<InvalidOperationException>(() => rig.Get("a", waiting: 1));
    }
}
