using Granary.Admission.Gates;

namespace Granary.Admission.Tests.Gates;

/// <summary>The worked examples of docs/algorithms/gate.md.</summary>
public sealed class GateTests
{
    private readonly Gate _gate = new(new GateSettings(), epoch: 3, null, 0, 0);

    [Fact]
    public void Three_failures_in_a_row_shut_it_if_half_of_the_newest_samples_are_bad()
    {
        Assert.Null(Fail(1));
        Assert.Null(Fail(1));
        Assert.Equal(new GateChange(GateState.Open, GateState.Outage, GateCause.Failures, 0.5), Fail(1));
    }

    [Fact]
    public void Three_failures_after_many_successes_do_not_shut_it()
    {
        _gate.Accepted(20);
        Assert.Null(Fail(9));
        Assert.True(_gate.IsOpen);
        Assert.NotNull(Fail(1));
    }

    [Fact]
    public void A_success_ends_the_row_and_a_refusal_of_the_request_does_too()
    {
        Fail(2);
        _gate.Accepted(1);
        Assert.Null(Fail(2));
        _gate.Answered();
        Assert.Null(Fail(2));
        Assert.NotNull(Fail(1));
    }

    [Fact]
    public void A_provider_that_says_it_is_away_is_believed_at_once_for_as_long_as_it_says()
    {
        Assert.Equal(new GateChange(GateState.Open, GateState.Outage, GateCause.Overloaded, 7), _gate.Failed(away: true, 7, 1, 0.5, 10));
        Assert.Equal(7, _gate.ProbeIn(10));
    }

    [Fact]
    public void A_provider_away_without_a_time_is_one_failure() => Assert.Null(_gate.Failed(away: true, 0, 1, 0.5, 0));

    [Fact]
    public void A_wish_above_ten_minutes_is_an_outage()
    {
        Assert.Null(_gate.Refused(5, 600, 1, 0.5, 0));
        Assert.Equal(601, _gate.Refused(5, 601, 1, 0.5, 0)!.Value.For);
    }

    [Fact]
    public void Eight_rate_limits_in_a_row_at_limit_one_shut_it_for_eight_seconds_doubling_to_three_hundred()
    {
        _gate.Refused(1, 0, 7, 0.5, 0);
        Assert.True(_gate.IsOpen);
        _gate.Refused(2, 0, 1, 0.5, 0);
        Assert.Null(_gate.Refused(1, 0, 7, 0.5, 0));
        Assert.Equal(new GateChange(GateState.Open, GateState.Outage, GateCause.RateLimits, 8), _gate.Refused(1, 0, 1, 0.5, 0));
        Assert.True(_gate.Crowded);
        Assert.Equal([16, 32, 64, 128, 256, 300, 300], FailedProbes(7));
    }

    [Fact]
    public void The_wait_doubles_with_every_failed_probe_to_eight_seconds()
    {
        Fail(3);
        Assert.Equal([1, 2, 4, 8, 8], FailedProbes(5));
    }

    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 0.6)]
    public void The_wait_is_jittered_by_a_fifth(double jitter, double wait) =>
        Assert.Equal(wait, _gate.Failed(away: false, 0, 3, jitter, 0)!.Value.For, 9);

    [Fact]
    public void Exactly_one_probe_goes_out_and_its_success_opens()
    {
        Fail(3);
        Assert.Null(_gate.TryProbe(0.4));
        Assert.Equal(new GateChange(GateState.Outage, GateState.Probing, GateCause.Probe, 0), _gate.TryProbe(0.5));
        var round = _gate.ProbeRound;
        Assert.Equal((3L << 24) + 1, round);
        Assert.Null(_gate.TryProbe(100));
        Assert.Null(_gate.ProbeEnded(round + 1, GateCause.ProbeAccepted, 0.5, 1));
        Assert.Equal(new GateChange(GateState.Probing, GateState.Open, GateCause.ProbeAccepted, 0), _gate.ProbeEnded(round, GateCause.ProbeAccepted, 0.5, 1));
        Assert.Equal((0L, 1.0), (_gate.ProbeRound, _gate.Since));
        Assert.Null(Fail(2));
    }

    [Fact]
    public void A_lost_probe_doubles_nothing_and_the_next_may_go_out_at_once()
    {
        Fail(3);
        _gate.TryProbe(1);
        _gate.ProbeEnded(_gate.ProbeRound, GateCause.ProbeLost, 0.5, 2);
        Assert.Equal((GateState.Outage, 0.0), (_gate.State, _gate.ProbeIn(2)));
        _gate.TryProbe(2);
        _gate.ProbeEnded(_gate.ProbeRound, GateCause.ProbeLost, 0.5, 2, lostFor: 30);
        Assert.Equal(30, _gate.ProbeIn(2));
    }

    [Fact]
    public void Quota_closes_it_until_the_named_time_or_for_five_minutes()
    {
        Assert.Equal(new GateChange(GateState.Open, GateState.Closed, GateCause.Quota, 300), _gate.OutOfQuota(0, 0));
        Assert.Null(_gate.OutOfQuota(200, 50));
        Assert.Equal(3600, _gate.OutOfQuota(3600, 50)!.Value.For);
        Assert.Null(_gate.TryProbe(3649));
        Assert.Equal(GateState.Probing, _gate.TryProbe(3650)!.Value.To);
    }

    [Fact]
    public void An_operator_opens_it_through_a_probe()
    {
        Assert.False(_gate.TryNow(1));
        _gate.OutOfQuota(0, 0);
        Assert.True(_gate.TryNow(10));
        Assert.Equal(GateState.Closed, _gate.State);
        Assert.Equal(GateState.Probing, _gate.TryProbe(10)!.Value.To);
        _gate.ProbeEnded(_gate.ProbeRound, GateCause.ProbeLost, 0.5, 11);
        Assert.Equal(GateState.Closed, _gate.State);
    }

    [Fact]
    public void Memory_goes_on_where_it_was_and_a_probe_that_was_out_counts_as_over()
    {
        _gate.OutOfQuota(100, 0);
        var later = new Gate(new GateSettings(), 4, _gate.Save(10), age: 20, now: 1000);
        Assert.Equal((GateState.Closed, GateCause.Quota, 70.0, 970.0), (later.State, later.Cause, later.ProbeIn(1000), later.Since));
        later.TryProbe(1070);
        var after = new Gate(new GateSettings(), 5, later.Save(1071), age: 0, now: 0);
        Assert.Equal((GateState.Closed, 0.0), (after.State, after.ProbeIn(0)));
        Assert.NotNull(after.Adopt(later.ProbeRound, 1));
        Assert.Null(after.TryProbe(2));
        Assert.NotNull(after.ProbeEnded(later.ProbeRound, GateCause.ProbeAccepted, 0.5, 3));
    }

    [Fact]
    public void Nothing_but_quota_moves_it_while_it_is_shut()
    {
        Fail(3);
        Assert.Null(Fail(30));
        Assert.Null(_gate.Refused(1, 900, 9, 0.5, 0));
        Assert.Equal(GateState.Closed, _gate.OutOfQuota(5, 0)!.Value.To);
    }

    private GateChange? Fail(long count) => _gate.Failed(away: false, 0, count, 0.5, 0);

    private List<double> FailedProbes(int count)
    {
        var waits = new List<double>();
        var now = 1_000.0;
        for (var i = 0; i < count; i++)
        {
            _gate.TryProbe(now);
            waits.Add(Math.Round(_gate.ProbeEnded(_gate.ProbeRound, GateCause.ProbeFailed, 0.5, now)!.Value.For, 9));
            now += 1_000;
        }

        return waits;
    }
}
