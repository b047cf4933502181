using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Admission.Tests.Estimators;

/// <summary>The reference sequences and worked examples of docs/algorithms/aimd.md, on both profiles where both agree.</summary>
public sealed class AimdSequenceTests
{
    private static readonly ReleaseReport Refused = ReleaseReport.RateLimited();
    private static readonly ReleaseReport Good = ReleaseReport.Succeeded(TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData(AimdProfile.Standard)]
    [InlineData(AimdProfile.Reference)]
    public void Cap_64_falls_to_1_and_climbs_back(AimdProfile profile)
    {
        var rig = new AimdRig(new AimdSettings { Profile = profile }, 64);
        var limits = new List<int> { rig.Limit };
        var now = 0.0;
        for (var i = 0; i < 14; i++)
        {
            limits.Add(rig.Call(Refused, now));
            now += 2;
        }

        Assert.Equal([64, 48, 36, 27, 20, 15, 11, 8, 6, 4, 3, 2, 1, 1, 1], limits);
        Assert.Equal(64, rig.Estimator.Ceiling);
        Assert.Equal(14, rig.Estimator.ConsecutiveRateLimits);
        Assert.Equal(14, rig.Estimator.Generation);

        var successes = 0;
        while (rig.Limit < 64)
        {
            rig.Call(Good, now);
            successes++;
        }

        Assert.Equal(63 * 25, successes);
    }

    [Theory]
    [InlineData(AimdProfile.Standard)]
    [InlineData(AimdProfile.Reference)]
    public void Cap_16_halves_recovers_and_halves_after_each_block(AimdProfile profile)
    {
        var rig = new AimdRig(new AimdSettings { Profile = profile, DecreaseFactor = 0.5, SuccessesPerStep = 1 }, 16);
        Assert.Equal(8, rig.Call(Refused, 0));
        Assert.Equal(16, rig.Calls(20, Good, 2)[^1]);
        Assert.Equal([8, 4, 2], [rig.Call(Refused, 2), rig.Call(Refused, 4), rig.Call(Refused, 6)]);
        Assert.Equal(16, rig.Estimator.Ceiling);
    }

    [Theory]
    [InlineData(AimdProfile.Standard)]
    [InlineData(AimdProfile.Reference)]
    public void Cap_6_tells_when_the_soft_ceiling_and_the_cap_are_reached_again(AimdProfile profile)
    {
        var rig = new AimdRig(new AimdSettings { Profile = profile, InitialLimit = 4, DecreaseFactor = 0.5, SuccessesPerStep = 2 }, 6);
        Assert.Equal(2, rig.Call(Refused, 0));
        Assert.Equal(
            [(EstimatorEffectKind.LimitDecreased, 2), (EstimatorEffectKind.RateLimited, 2)], rig.Effects.Select(static e => (e.Kind, e.To)));
        rig.Forget();
        Assert.Equal([2, 3, 3, 4, 4, 5, 5, 6], rig.Calls(8, Good, 2));
        Assert.Equal(4, rig.Estimator.Ceiling);
        Assert.Equal(
            [
                (EstimatorEffectKind.LimitIncreased, 3),
                (EstimatorEffectKind.LimitIncreased, 4),
                (EstimatorEffectKind.LimitIncreased, 5),
                (EstimatorEffectKind.SoftCeilingRecovered, 5),
                (EstimatorEffectKind.LimitIncreased, 6),
                (EstimatorEffectKind.SoftCeilingRecovered, 6),
                (EstimatorEffectKind.FullyRecovered, 6),
            ],
            rig.Effects.Select(static e => (e.Kind, e.To)));
    }

    [Fact]
    public void Steps_of_three_stop_at_the_cap()
    {
        var rig = new AimdRig(new AimdSettings { InitialLimit = 1, IncreaseStep = 3, SuccessesPerStep = 1 }, 5);
        Assert.Equal([4, 5, 5], rig.Calls(3, Good, 0));
    }

    [Theory]
    [InlineData(AimdProfile.Standard)]
    [InlineData(AimdProfile.Reference)]
    public void Ramp_of_8_s_to_5(AimdProfile profile)
    {
        var rig = new AimdRig(new AimdSettings { Profile = profile, StartupRamp = 8 }, 5);
        double[] looks = [0, 1.9, 2, 3.9, 4, 6, 7.99, 8];
        Assert.Equal([1, 1, 2, 2, 3, 4, 4, 5], looks.Select(rig.Estimator.Look));
    }

    [Theory]
    [InlineData(AimdProfile.Standard, 3)]
    [InlineData(AimdProfile.Reference, 2)]
    public void Rate_limit_in_the_ramp_ends_it_at_the_value_of_now_or_of_the_last_look(AimdProfile profile, int kept)
    {
        var rig = new AimdRig(new AimdSettings { Profile = profile, StartupRamp = 8, DecreaseFactor = 0.99 }, 5);
        var lease = rig.Take(2);
        rig.Give(lease, Refused, 4);
        Assert.Equal(kept - 1, rig.Limit);
        Assert.Equal(kept - 1, rig.Estimator.Look(100));
    }

    [Theory]
    [InlineData(AimdProfile.Standard, 1)]
    [InlineData(AimdProfile.Reference, 0)]
    public void First_success_after_the_ramps_end(AimdProfile profile, int streak)
    {
        var rig = new AimdRig(new AimdSettings { Profile = profile, StartupRamp = 8 }, 5);
        var lease = rig.Take(7);
        rig.Give(lease, Good, 9);
        Assert.Equal(5, rig.Limit);
        Assert.Equal(streak, rig.Estimator.Streak);
    }

    [Fact]
    public void Lowered_cap_clamps_at_once_and_a_raised_one_leaves_the_limit()
    {
        var rig = new AimdRig(new AimdSettings(), 8);
        var effects = new List<EstimatorEffect>();
        rig.Estimator.SetCap(3, 0, effects);
        Assert.Equal(3, rig.Limit);
        rig.Estimator.SetCap(8, 0, effects);
        Assert.Equal(3, rig.Limit);
        Assert.Equal([new EstimatorEffect(EstimatorEffectKind.LimitDecreased, 8, 3, LimitCause.Cap, 1)], effects);
    }

    [Fact]
    public void Eight_refusals_of_one_cascade_cut_once()
    {
        var rig = new AimdRig(new AimdSettings { DecreaseFactor = 0.5 }, 8);
        var leases = Enumerable.Range(0, 8).Select(_ => rig.Take(0)).ToList();
        leases.ForEach(l => rig.Give(l, Refused, 0));
        Assert.Equal((4, 8, 8L), (rig.Limit, rig.Estimator.Ceiling, rig.Estimator.ConsecutiveRateLimits));
        Assert.Equal(2, rig.Call(Refused, 2));
        Assert.Equal((8, 9L), (rig.Estimator.Ceiling, rig.Estimator.ConsecutiveRateLimits));
    }

    [Fact]
    public void Only_an_outcome_that_is_not_local_ends_a_row_of_refusals_inside_a_block()
    {
        var rig = new AimdRig(new AimdSettings { DecreaseFactor = 0.5 }, 4);
        var leases = Enumerable.Range(0, 3).Select(_ => rig.Take(0)).ToList();
        rig.Give(leases[0], Refused, 0);
        rig.Give(leases[1], Good, 1);
        Assert.Equal((2, 1L), (rig.Limit, rig.Estimator.ConsecutiveRateLimits));
        rig.Give(leases[2], new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true), 1);
        Assert.Equal((2, 0L), (rig.Limit, rig.Estimator.ConsecutiveRateLimits));
    }

    [Theory]
    [InlineData(AimdProfile.Standard, 30.0)]
    [InlineData(AimdProfile.Reference, 2.0)]
    public void Later_block_wins_unless_the_reference_says_the_last(AimdProfile profile, double until)
    {
        var rig = new AimdRig(new AimdSettings { Profile = profile }, 8);
        var first = rig.Take(0);
        var second = rig.Take(0);
        rig.Give(first, ReleaseReport.RateLimited(TimeSpan.FromSeconds(30)), 0);
        rig.Give(second, ReleaseReport.RateLimited(TimeSpan.FromSeconds(1)), 1);
        Assert.Equal((6, 2L, until), (rig.Limit, rig.Estimator.ConsecutiveRateLimits, rig.Estimator.BlockedUntil));
    }

    [Theory]
    [InlineData(AimdProfile.Standard, 1)]
    [InlineData(AimdProfile.Reference, 2)]
    public void Failures_zero_the_streak(AimdProfile profile, int limit)
    {
        var rig = new AimdRig(new AimdSettings { Profile = profile, InitialLimit = 1, SuccessesPerStep = 3 }, 5);
        rig.Calls(2, Good, 0);
        rig.Call(new ReleaseReport(ReleaseOutcome.ProviderFailure, ServerFault: true), 0);
        rig.Call(new ReleaseReport(ReleaseOutcome.ProviderTimeout), 0);
        rig.Call(new ReleaseReport(ReleaseOutcome.UnexpectedException), 0);
        rig.Call(new ReleaseReport(ReleaseOutcome.LocalTimeout), 0);
        rig.Call(ReleaseReport.Cancelled, 0);
        Assert.Equal(limit, rig.Call(Good, 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(-5.0)]
    public void Retry_after_that_says_nothing_is_the_cooldown(double? seconds)
    {
        var rig = new AimdRig(new AimdSettings(), 8);
        rig.Call(ReleaseReport.RateLimited(seconds is { } s ? TimeSpan.FromSeconds(s) : null), 10);
        Assert.Equal(12, rig.Estimator.BlockedUntil);
    }

    [Fact]
    public void Opening_lets_permits_out_step_by_step()
    {
        var rig = new AimdRig(new AimdSettings { DecreaseFactor = 0.5 }, 22);
        rig.Call(Refused, 0);
        Assert.Equal(11, rig.Limit);
        Assert.Equal([0, 1, 2, 6, 10], new[] { 1.9, 2.0, 2.1, 2.5, 2.9 }.Select(t => rig.Estimator.Opening(t)!.Value));
        Assert.Null(rig.Estimator.Opening(3));
    }

    [Fact]
    public void Restored_state_goes_on_and_raises_the_generation()
    {
        var rig = new AimdRig(new AimdSettings(), 64);
        rig.Call(ReleaseReport.RateLimited(TimeSpan.FromSeconds(10)), 0);
        var saved = rig.Estimator.Save(4);
        var next = new AimdEstimator(new AimdSettings(), 64, 100, saved, age: 1);
        Assert.Equal((48, 64, 2L, 105.0), (next.Limit, next.Ceiling, next.Generation, next.BlockedUntil));
        var other = new AimdEstimator(new AimdSettings(), 64, 100, saved with { Name = "seek" }, age: 1);
        Assert.Equal((48, 64, 2L, 105.0, 0L), (other.Limit, other.Ceiling, other.Generation, other.BlockedUntil, other.ConsecutiveRateLimits));
    }

    [Fact]
    public void Merged_report_is_successes_then_failures_then_one_cascade()
    {
        var rig = new AimdRig(new AimdSettings { InitialLimit = 10, DecreaseFactor = 0.5, SuccessesPerStep = 5 }, 64);
        var effects = new List<EstimatorEffect>();
        rig.Estimator.Report(
            new EvidenceBatch(
                1,
                [],
                [new RejectedSample(AnswerCause.Capacity, 0, 10, 0, 10, 3, Count: 7), new RejectedSample(AnswerCause.ServerFailure, 0, 10, 0, 10)],
                [new CompletedSample(0, 10, 9, true, false, double.NaN, Count: 13)]),
            100,
            effects);
        Assert.Equal((6, 10, 7L, 1L, 103.0, 0), (
            rig.Limit, rig.Estimator.Ceiling, rig.Estimator.ConsecutiveRateLimits, rig.Estimator.Generation, rig.Estimator.BlockedUntil, rig.Estimator.Streak));
        Assert.Equal([11, 12, 6], effects.Where(static e => e.Kind != EstimatorEffectKind.RateLimited).Select(static e => e.To));
    }
}
