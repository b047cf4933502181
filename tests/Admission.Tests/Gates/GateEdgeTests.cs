using Granary.Admission.Gates;

namespace Granary.Admission.Tests.Gates;

/// <summary>What the gate does at the edge of a number, and what it forgets.</summary>
public sealed class GateEdgeTests
{
    private readonly Gate _gate = new(new GateSettings(), epoch: 3, null, 0, 0);

    [Fact]
    public void Failures_that_are_twenty_samples_old_count_no_more()
    {
        Fail(2);
        _gate.Accepted(20);
        Assert.Null(Fail(9));
        Assert.NotNull(Fail(1));
    }

    [Fact]
    public void An_outage_forgets_what_was_good_before_it()
    {
        _gate.Accepted(20);
        _gate.Failed(away: true, 5, 1, 0.5, 0);
        Open();
        Assert.Equal(GateCause.Failures, Fail(3)!.Value.Cause);
    }

    [Fact]
    public void No_samples_change_nothing()
    {
        Fail(2);
        _gate.Accepted(0);
        Assert.Null(_gate.Failed(away: true, 7, 0, 0.5, 0));
        Assert.Null(_gate.Refused(5, 601, 0, 0.5, 0));
        Assert.NotNull(Fail(1));
    }

    [Fact]
    public void A_failure_that_asks_for_exactly_ten_minutes_is_no_outage() => Assert.Null(_gate.Failed(away: false, 600, 1, 0.5, 0));

    [Fact]
    public void Only_a_gate_that_waits_takes_over_a_probe_and_only_a_real_one()
    {
        Assert.Null(_gate.Adopt(5, 0));
        Assert.True(_gate.IsOpen);
        Fail(3);
        Assert.Null(_gate.Adopt(0, 0));
        Assert.Equal(GateState.Outage, _gate.State);
    }

    [Fact]
    public void A_crowded_gate_is_not_crowded_after_it_opened_or_closed()
    {
        _gate.Refused(1, 0, 8, 0.5, 0);
        Assert.True(_gate.Crowded);
        _gate.OutOfQuota(0, 0);
        Assert.False(_gate.Crowded);
        Open(300);
        _gate.Refused(1, 0, 8, 0.5, 300);
        Assert.True(_gate.Crowded);
        Open(400);
        Assert.False(_gate.Crowded);
    }

    [Fact]
    public void What_is_saved_is_the_state_and_how_long_it_has_lasted()
    {
        Assert.Equal((GateState.Open, 15.0), (_gate.Save(15).State, _gate.Save(15).SinceAgo));
        _gate.Failed(away: true, 3, 1, 0.5, 20);
        var saved = _gate.Save(22);
        Assert.Equal((GateState.Outage, 2.0, 3.0, 1.0), (saved.State, saved.SinceAgo, saved.Wait, saved.For));
        var next = new Gate(new GateSettings(), 4, saved, 0, 0);
        Assert.Equal((GateState.Outage, 1.0), (next.State, next.ProbeIn(0)));
    }

    [Fact]
    public void A_long_wish_is_kept_once_and_then_the_longest_wait()
    {
        Assert.Equal(100, _gate.Failed(away: true, 100, 1, 0.5, 0)!.Value.For);
        Assert.Equal(8, _gate.Save(0).Wait);
    }

    [Fact]
    public void A_second_closing_that_ends_with_the_first_changes_nothing()
    {
        _gate.OutOfQuota(300, 0);
        Assert.Null(_gate.OutOfQuota(250, 50));
    }

    private GateChange? Fail(long count) => _gate.Failed(away: false, 0, count, 0.5, 0);

    private void Open(double now = 1_000)
    {
        _gate.TryProbe(now);
        _gate.ProbeEnded(_gate.ProbeRound, GateCause.ProbeAccepted, 0.5, now);
        Assert.True(_gate.IsOpen);
    }
}
