using Granary.Admission.Estimators;

namespace Granary.Admission.Tests.Estimators;

public sealed class OverloadRuleTests
{
    private static readonly ReleaseReport Failed = new(ReleaseOutcome.ProviderFailure, ServerFault: true);
    private static readonly ReleaseReport Good = ReleaseReport.Succeeded(TimeSpan.FromSeconds(1));
    private static readonly ReleaseReport Slow = ReleaseReport.Succeeded(TimeSpan.FromSeconds(2.5));

    [Fact]
    public void A_fifth_of_twenty_answers_failing_cuts_without_a_block()
    {
        var rig = new AimdRig(new AimdSettings(), 64);
        rig.Calls(16, Good, 0);
        rig.Calls(3, Failed, 0);
        Assert.Equal(64, rig.Limit);
        rig.Call(Failed, 0);
        Assert.Equal((48, 0, 0.0, 1L), (rig.Limit, rig.Estimator.Ceiling, rig.Estimator.BlockedUntil, rig.Estimator.Generation));
        Assert.Equal(LimitCause.Failures, rig.Effects[^1].Cause);
    }

    [Fact]
    public void A_constant_background_of_failures_ends_at_a_quarter_of_the_healthy_limit()
    {
        var rig = new AimdRig(new AimdSettings(), 64);
        rig.Calls(30, Good, 0);
        for (var i = 0; i < 2000; i++)
        {
            rig.Call(i % 2 == 0 ? Failed : Good, 0);
        }

        Assert.Equal(16, rig.Limit);
    }

    [Fact]
    public void Answers_slower_than_twice_the_baseline_count_once_a_hundred_are_known()
    {
        var early = new AimdRig(new AimdSettings { InitialLimit = 64, SuccessesPerStep = 1000 }, 64);
        early.Calls(50, Good, 0);
        early.Calls(30, Slow, 0);
        Assert.Equal(64, early.Limit);

        var rig = new AimdRig(new AimdSettings { InitialLimit = 64, SuccessesPerStep = 1000 }, 64);
        rig.Calls(100, Good, 0);
        rig.Calls(10, Slow, 0);
        Assert.Equal(48, rig.Limit);
        Assert.Equal(LimitCause.Slow, rig.Effects[^1].Cause);
    }

    [Fact]
    public void Answers_to_calls_of_an_older_generation_say_nothing()
    {
        var rig = new AimdRig(new AimdSettings(), 64);
        var old = Enumerable.Range(0, 30).Select(_ => rig.Take(0)).ToList();
        rig.Call(ReleaseReport.RateLimited(), 0);
        Assert.Equal(48, rig.Limit);
        old.ForEach(l => rig.Give(l, Failed, 5));
        Assert.Equal(48, rig.Limit);
    }

    [Fact]
    public void Bad_requests_are_no_evidence()
    {
        var rig = new AimdRig(new AimdSettings(), 64);
        rig.Calls(50, new ReleaseReport(ReleaseOutcome.ProviderFailure), 0);
        Assert.Equal(64, rig.Limit);
    }

    [Fact]
    public void Reference_profile_has_no_such_rule()
    {
        var rig = new AimdRig(new AimdSettings { Profile = AimdProfile.Reference }, 64);
        rig.Calls(50, Failed, 0);
        Assert.Equal(64, rig.Limit);
    }
}
