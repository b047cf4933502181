using Granary.Admission.Estimators;
using Granary.Admission.Estimators.Seek;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Estimators;

/// <summary>Single rules of seek, with exact numbers.</summary>
public sealed class SeekRuleTests
{
    [Fact]
    public void Only_bound_accepts_of_now_raise()
    {
        var rig = new SeekRig();
        rig.Accept(1, 1, 1, 1, bound: false);
        rig.Accept(1, 0, 4, 4);
        Assert.Equal(4, rig.Estimator.Limit);
        rig.Accept(1, 1, 1, 4);
        Assert.Equal(5, rig.Estimator.Limit);
        Assert.Equal(new EstimatorEffect(EstimatorEffectKind.LimitIncreased, 4, 5, LimitCause.Success, 1) { Reading = rig.Reading }, Assert.Single(rig.Effects));
    }

    [Fact]
    public void One_refusal_in_the_start_only_makes_it_wait_and_accepts_take_it_back()
    {
        var rig = new SeekRig();
        rig.RefuseNow(1, 3);
        rig.Accept(1, 1, 4, 4);
        Assert.Equal(4, rig.Estimator.Limit);
        var accepts = 1;
        while (rig.Reading.Evidence > 0)
        {
            rig.Accept(1, 1, 4, 4);
            accepts++;
        }

        // ln(0.45 / 0.002) ÷ −ln(0.55 / 0.998) = 9.09
        Assert.Equal(10, accepts);
        Assert.Equal(5, rig.Estimator.Limit);
        Assert.Equal((1 * Math.Pow(1 - 0.0005, 10)) + 1, rig.Estimator.Noise.Memory.Refused, 1e-9);
    }

    [Fact]
    public void Accepts_of_what_was_held_take_no_refusal_back_but_a_minute_does()
    {
        var rig = new SeekRig();
        rig.RefuseNow(1, 3);
        var evidence = rig.Reading.Evidence;
        rig.Accept(1, 1, 3, 4, count: 100);
        Assert.Equal((4, evidence), (rig.Estimator.Limit, rig.Reading.Evidence));

        // Two refusals with any number of such accepts between stop the start; a minute later the first one is forgotten.
        var other = new SeekRig();
        other.RefuseNow(1, 3);
        rig.RefuseNow(60, 3);
        other.RefuseNow(62, 3);
        Assert.Equal(EstimatorPhase.Hold, rig.Reading.Phase);
        Assert.Equal((EstimatorPhase.Start, evidence), (other.Reading.Phase, other.Reading.Evidence));
        other.Accept(123, 1, 3, 4);
        Assert.Equal(0, other.Reading.Evidence);
    }

    [Fact]
    public void A_start_that_reaches_the_cap_holds_there()
    {
        var rig = new SeekRig(cap: 6);
        rig.AcceptAtLimit(1, count: 2);
        Assert.Equal((6, EstimatorPhase.Hold, 1L, 6), rig.State);
        rig.AcceptAtLimit(100);
        Assert.Equal((6, EstimatorPhase.Hold, 1L, 6), rig.State);
    }

    [Fact]
    public void A_clean_key_believes_the_first_refusal_in_hold_and_never_goes_below_the_floor()
    {
        var rig = SeekRig.Holding(3, new SeekSettings { Floor = 2 });
        rig.RefuseNow(1, 1);
        Assert.Equal((2, EstimatorPhase.Hold, 3L, 3), rig.State);
        rig.RefuseNow(1.1, 1);
        Assert.Equal((2, EstimatorPhase.Hold, 4L, 3), rig.State);
        Assert.Equal(EstimatorEffectKind.GenerationRaised, rig.Effects[^1].Kind);
    }

    [Fact]
    public void Cuts_of_a_row_go_ever_deeper_below_what_is_held()
    {
        var rig = SeekRig.Holding(200);
        var limits = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            rig.Refuse(1, rig.Estimator.Generation, rig.Estimator.Limit + 1, 100);
            limits.Add(rig.Estimator.Limit);
        }

        Assert.Equal([100, 97, 91, 80, 60, 45, 33], limits);
        Assert.Equal(200, rig.Estimator.Ceiling);
    }

    [Fact]
    public void A_noisy_key_wants_several_refusals_close_together()
    {
        var rig = SeekRig.Holding(64);
        rig.Estimator.Noise.Add(29);
        Assert.Equal(0.02, rig.Reading.Noise);
        var refusals = 0;
        while (rig.Estimator.Limit == 64)
        {
            rig.RefuseNow(1, 60);
            refusals++;
        }

        // ln((2 × 0.02 + 0.05) / 0.02) = 1.504; 8 ÷ 1.504 = 5.3
        Assert.Equal(6, refusals);
        Assert.Equal(60, rig.Estimator.Limit);
    }

    [Fact]
    public void A_false_alarm_is_undone_up_to_the_ceiling_and_its_refusals_count_as_noise()
    {
        var rig = SeekRig.Holding(64);
        rig.AcceptAtLimit(1);
        rig.RefuseNow(1.5, 62);
        Assert.Equal(62, rig.Estimator.Limit);
        var noise = rig.Estimator.Noise.Memory.Refused;

        rig.AcceptAtLimit(3.6);
        Assert.Equal((63, EstimatorPhase.Probe, 3L, 64), rig.State);
        rig.AcceptAtLimit(3.9);
        Assert.Equal((64, EstimatorPhase.Probe, 3L, 64), rig.State);
        rig.AcceptAtLimit(4.2);
        Assert.Equal((64, EstimatorPhase.Hold, 3L, 64), rig.State);
        Assert.Equal((noise * Math.Pow(1 - 0.0005, 3)) + 1, rig.Estimator.Noise.Memory.Refused, 1e-9);
        Assert.Equal((1.0, 6.2), (rig.Estimator.Clock.VerifyAfter, Math.Round(rig.Estimator.Clock.FollowAt, 9)));
    }

    [Fact]
    public void A_probe_is_paid_by_the_budget_and_spaced()
    {
        var rig = SeekRig.Holding(64, new SeekSettings { RejectionBudget = 0.05, VerifyFirst = 60 });
        rig.AcceptAtLimit(1, count: 19);
        Assert.Equal(EstimatorPhase.Hold, rig.Reading.Phase);
        rig.AcceptAtLimit(1.9);
        Assert.Equal(EstimatorPhase.Hold, rig.Reading.Phase);
        rig.AcceptAtLimit(2);
        Assert.Equal((65, EstimatorPhase.Probe, 2L, 64), rig.State);
        rig.AcceptAtLimit(2.19);
        Assert.Equal(65, rig.Estimator.Limit);
        rig.AcceptAtLimit(2.2);
        Assert.Equal(67, rig.Estimator.Limit);
        rig.AcceptAtLimit(2.41);
        Assert.Equal(71, rig.Estimator.Limit);
    }

    [Fact]
    public void Age_makes_a_probe_due_however_empty_the_budget()
    {
        var rig = SeekRig.Holding(64, new SeekSettings { RejectionBudget = 0.0005, VerifyFirst = 2 });
        rig.AcceptAtLimit(2);
        rig.RefuseNow(2.1, 64);
        rig.AcceptAtLimit(901.9);
        Assert.Equal(EstimatorPhase.Hold, rig.Reading.Phase);
        rig.AcceptAtLimit(902);
        Assert.Equal(EstimatorPhase.Probe, rig.Reading.Phase);
    }

    [Fact]
    public void Stale_refusals_block_and_teach_nothing()
    {
        var rig = SeekRig.Holding(8);
        rig.Refuse(10, 1, 9, 8, retryAfter: 5);
        Assert.Equal((8, EstimatorPhase.Hold, 2L, 8), rig.State);
        Assert.Equal(15, rig.Estimator.BlockedUntil);
        rig.Refuse(11, 1, 9, 8, retryAfter: 1);
        Assert.Equal(15, rig.Estimator.BlockedUntil);
        Assert.Equal(2 + 2, rig.Estimator.ConsecutiveRateLimits);
        Assert.Equal(0, rig.Estimator.Opening(14.9));
        Assert.Equal(4, rig.Estimator.Opening(15.5));
        Assert.Null(rig.Estimator.Opening(16));
    }

    [Theory]
    [InlineData(AnswerCause.Bucket)]
    [InlineData(AnswerCause.Outage)]
    [InlineData(AnswerCause.Quota)]
    [InlineData(AnswerCause.ServerFailure)]
    [InlineData(AnswerCause.ProviderTimeout)]
    [InlineData(AnswerCause.Request)]
    [InlineData(AnswerCause.None)]
    [InlineData(AnswerCause.Ramp)]
    public void Other_causes_move_no_limit(AnswerCause cause)
    {
        var rig = SeekRig.Holding(8);
        rig.Refuse(10, 2, 9, 8, cause, count: 20);
        Assert.Equal((8, EstimatorPhase.Hold, 2L, 8), rig.State);
        Assert.Equal(0, rig.Reading.Evidence);
    }

    [Fact]
    public void Unclear_refusals_count_at_the_limit_and_from_the_third_of_one_level_on()
    {
        var rig = SeekRig.Holding(8);
        rig.Refuse(1, 2, 7, 6, AnswerCause.Unclear);
        Assert.Equal(8, rig.Estimator.Limit);
        rig.Refuse(2, 2, 8, 7, AnswerCause.Unclear);
        Assert.Equal(7, rig.Estimator.Limit);

        var below = SeekRig.Holding(24);
        below.Refuse(1, 2, 21, 20, AnswerCause.Unclear);
        below.Refuse(2, 2, 22, 20, AnswerCause.Unclear);
        Assert.Equal(24, below.Estimator.Limit);
        below.Refuse(3, 2, 21, 20, AnswerCause.Unclear);
        Assert.Equal(20, below.Estimator.Limit);
        Assert.False(below.Estimator.SeesRate(3));
    }

    [Fact]
    public void Unclear_refusals_at_levels_far_apart_are_a_rate_until_ten_quiet_minutes()
    {
        var rate = SeekRig.Holding(64);
        foreach (var level in new[] { 30, 40, 64 })
        {
            rate.Refuse(1, 2, level, level - 1, AnswerCause.Unclear);
        }

        Assert.Equal(64, rate.Estimator.Limit);
        rate.Refuse(500, 2, 64, 63, AnswerCause.Unclear);
        Assert.Equal(64, rate.Estimator.Limit);
        Assert.True(rate.Estimator.SeesRate(1099));
        rate.Refuse(1101, 2, 64, 63, AnswerCause.Unclear);
        Assert.Equal(63, rate.Estimator.Limit);
        Assert.False(rate.Estimator.SeesRate(1101));
    }

    [Fact]
    public void Unclear_refusals_of_a_provider_that_falls_are_no_rate()
    {
        var rig = SeekRig.Holding(64);
        rig.Accept(1, 2, 64, 64);
        rig.Refuse(2, 2, 64, 63, AnswerCause.Unclear);
        Assert.Equal(63, rig.Estimator.Limit);

        // It holds 32 now: far below what it accepted a second ago, and what it refused; but that was before the cut.
        foreach (var at in new[] { 3.0, 4, 5 })
        {
            rig.Refuse(at, 3, 33, 32, AnswerCause.Unclear);
        }

        Assert.False(rig.Estimator.SeesRate(5));
        Assert.Equal(31, rig.Estimator.Limit);

        // Within one generation it is a rate.
        rig.Accept(6, rig.Estimator.Generation, 31, 31);
        rig.Refuse(7, rig.Estimator.Generation, 20, 19, AnswerCause.Unclear);
        Assert.True(rig.Estimator.SeesRate(7));
    }

    [Fact]
    public void A_refusal_in_a_probe_costs_what_its_wait_keeps_from_being_sent()
    {
        var rig = SeekRig.Holding(20);
        for (var i = 1; i <= 100; i++)
        {
            rig.Accept(i * 0.1, 2, 20, 20, bound: false, count: 4);
        }

        rig.AcceptAtLimit(10);
        Assert.Equal((21, EstimatorPhase.Probe), (rig.Estimator.Limit, rig.Reading.Phase));
        var before = rig.Reading.Budget;
        rig.Refuse(10, 2, 21, 20, AnswerCause.Unclear, retryAfter: 0.4);

        // 40 a second for 0.4 s and half of the second in which it opens again: 36 calls, and of those in flight the part that ends meanwhile.
        Assert.Equal(before - 1 - (36 * 36 / 42.0), rig.Reading.Budget, 2.5);

        var free = SeekRig.Holding(20);
        free.AcceptAtLimit(10, count: 400);
        before = free.Reading.Budget;
        free.Refuse(10, 2, free.Estimator.Limit, 20);
        Assert.Equal(before - 1, free.Reading.Budget, 0.01);
    }

    [Fact]
    public void A_ramp_refusal_slows_rises_to_a_tenth_a_second()
    {
        var rig = new SeekRig(new SeekSettings { Start = 20 });
        rig.Refuse(1, 1, 20, 19, AnswerCause.Ramp);
        rig.AcceptAtLimit(1.5, count: 10);
        Assert.Equal(22, rig.Estimator.Limit);
        rig.AcceptAtLimit(2, count: 10);
        Assert.Equal(24, rig.Estimator.Limit);
        rig.AcceptAtLimit(601, count: 10);
        Assert.Equal(34, rig.Estimator.Limit);
    }

    [Fact]
    public void A_lowered_cap_cuts_limit_ceiling_and_target_at_once_and_a_raised_one_leaves_them()
    {
        var rig = SeekRig.Holding(64);
        rig.Estimator.SetCap(10, 1, []);
        Assert.Equal((10, EstimatorPhase.Hold, 3L, 10), rig.State);
        rig.Estimator.SetCap(100, 1, []);
        Assert.Equal((10, EstimatorPhase.Hold, 3L, 10), rig.State);
    }

    [Fact]
    public void A_shut_gate_keeps_limit_and_ceiling_and_saves_the_base_of_a_probe()
    {
        var rig = SeekRig.Holding(64);
        rig.AcceptAtLimit(2);
        Assert.Equal(65, rig.Estimator.Limit);
        rig.Estimator.GateShut(3, []);
        Assert.Equal((65, 64, 64), (rig.Estimator.Limit, rig.Estimator.Saved, rig.Estimator.Ceiling));
        rig.Estimator.GateOpened(accepted: false, inFlight: 7, 4, []);
        Assert.Equal((7, EstimatorPhase.Start, 4L, 64), rig.State);
        rig.AcceptAtLimit(5, count: 57);
        Assert.Equal((64, EstimatorPhase.Hold, 4L, 64), rig.State);
    }

    [Fact]
    public void An_idle_key_starts_over_up_to_its_ceiling_and_forgets_it_after_a_day()
    {
        var rig = SeekRig.Holding(64);
        rig.Accept(10, 2, 1, 0, bound: false);
        Assert.Equal(610, rig.Estimator.NextTick);
        rig.Estimator.Tick(609, []);
        Assert.Equal(64, rig.Estimator.Limit);
        rig.Estimator.Tick(610, []);
        Assert.Equal((64, EstimatorPhase.Hold, 3L, 64), rig.State);

        var small = new SeekRig();
        small.AcceptAtLimit(1, count: 60);
        small.Accept(2, 1, 1, 0, bound: false);
        small.Estimator.Tick(602, []);
        Assert.Equal((4, EstimatorPhase.Start, 2L, 64), small.State);
        Assert.Equal(64, small.Estimator.Target);
        small.Estimator.Tick(2 + 86_400, []);
        Assert.Equal((4, EstimatorPhase.Start, 2L, 0), small.State);
        Assert.Equal((0, double.PositiveInfinity), (small.Estimator.Target, small.Estimator.NextTick));
    }

    [Fact]
    public void Restored_state_goes_on_with_its_memory_and_a_new_generation()
    {
        var rig = SeekRig.Holding(64);
        rig.AcceptAtLimit(2);
        rig.RefuseNow(3, 64);
        rig.Estimator.Noise.Add(3);
        var saved = rig.Estimator.Save(4);
        Assert.Equal(("seek", 64, 64, 3L), (saved.Name, saved.Limit, saved.Ceiling, saved.Generation));
        var next = new SeekRig(new SeekSettings(), 256, saved, age: 5, now: 100);
        Assert.Equal((64, EstimatorPhase.Hold, 4L, 64), next.State);
        Assert.Equal((rig.Estimator.Noise.Memory, 4.0), (next.Estimator.Noise.Memory, next.Estimator.Clock.VerifyAfter));
        Assert.Equal(rig.Reading.Budget, next.Reading.Budget);
        Assert.Equal(104, next.Estimator.Clock.VerifyAt);

        var old = new SeekRig(new SeekSettings(), 256, saved, age: 600, now: 1000);
        Assert.Equal((4, EstimatorPhase.Start, 5L, 64), old.State);
        var ancient = new SeekRig(new SeekSettings(), 256, saved, age: 90_000, now: 100_000);
        Assert.Equal((4, EstimatorPhase.Start, 5L, 0), ancient.State);
    }

    [Fact]
    public void Another_estimators_state_keeps_limit_and_ceiling_and_an_unknown_one_nothing()
    {
        var saved = new EstimatorState { Name = "aimd", Version = 9, Limit = 30, Ceiling = 40, Generation = 7, BlockedFor = 10 };
        var rig = new SeekRig(null, 64, saved, age: 4, now: 100);
        Assert.Equal((30, EstimatorPhase.Hold, 8L, 40), rig.State);
        Assert.Equal(106, rig.Estimator.BlockedUntil);
        Assert.Equal((4, EstimatorPhase.Start, 8L, 0), new SeekRig(null, 64, saved with { Name = "magic" }, age: 4, now: 100).State);
        Assert.Equal((4, EstimatorPhase.Start, 8L, 0), new SeekRig(null, 64, saved with { Name = "seek" }, age: 4, now: 100).State);
    }

    [Fact]
    public void A_probe_that_ends_saves_its_base_not_what_it_asks_for()
    {
        var rig = SeekRig.Holding(64);
        rig.AcceptAtLimit(2);
        Assert.Equal((65, 64), (rig.Estimator.Limit, rig.Estimator.Save(2).Limit));
    }

    [Fact]
    public void A_batch_is_learned_as_accepts_then_capacity_by_rising_level_then_the_rest()
    {
        var rig = SeekRig.Holding(64);
        var effects = new List<EstimatorEffect>();
        rig.Estimator.Report(
            new EvidenceBatch(
                1,
                [new AcceptedSample(2, 64, 64, 64, true, 3), new AcceptedSample(1, 60, 60, 60, true, 2)],
                [
                    new RejectedSample(AnswerCause.ServerFailure, 2, 64, 60, 64, 0),
                    new RejectedSample(AnswerCause.Capacity, 2, 64, 63, 64, 0),
                    new RejectedSample(AnswerCause.Capacity, 2, 50, 49, 64, 0),
                ],
                []),
            1,
            effects);

        // The lower level is looked at first and cuts to 49; the other one is stale by then.
        Assert.Equal((49, EstimatorPhase.Hold, 3L, 64), rig.State);
        Assert.Equal(2, rig.Estimator.ConsecutiveRateLimits);
        Assert.Equal(5 * 0.0049, rig.Reading.Budget, 1e-9);
    }

    [Fact]
    public void A_fast_key_believes_a_share_of_refusals_and_no_single_one()
    {
        var rig = SeekRig.Holding(200, new SeekSettings { RejectionBudget = 0.0005 }, cap: 256);
        for (var i = 0; i < 2000; i++)
        {
            rig.Accept(i * 0.005, 2, 100, 200, bound: false);
        }

        // 200 a second and 0.15 s to a refusal: one too many refuses 1 ÷ 31 of the calls. ln((0.002 + 1 ÷ 31) ÷ 0.002) = 2.84; 8 ÷ 2.84 = 2.8
        rig.RefuseNow(10, 199);
        rig.RefuseNow(10, 199);
        Assert.Equal(200, rig.Estimator.Limit);
        Assert.Equal(2 * Math.Log((0.002 + (1 / 31.0)) / 0.002), rig.Reading.Evidence, 0.05);
        rig.RefuseNow(10, 199);
        Assert.Equal(199, rig.Estimator.Limit);
    }

    [Fact]
    public void A_fast_key_with_much_noise_wants_a_stronger_case_and_counts_a_part_of_it_as_noise()
    {
        var rig = SeekRig.Holding(200, new SeekSettings { RejectionBudget = 0.0005 }, cap: 256);
        for (var i = 0; i < 2000; i++)
        {
            rig.Accept(i * 0.005, 2, 100, 200, bound: false);
        }

        rig.Estimator.Noise.Add(50);
        var noise = rig.Estimator.Noise.Memory.Refused;
        var background = rig.Estimator.Noise.ShareIfFast;
        var refusals = 0;
        while (rig.Estimator.Limit == 200)
        {
            rig.RefuseNow(10, 199);
            refusals++;
        }

        // ln((0.0348 + 1 ÷ 31) ÷ 0.0348) = 0.656; 12 ÷ 0.656 = 18.3
        Assert.Equal(19, refusals);
        Assert.Equal(0.6 * 19 * background, rig.Estimator.Noise.Memory.Refused - noise, 1e-9);
    }
}
