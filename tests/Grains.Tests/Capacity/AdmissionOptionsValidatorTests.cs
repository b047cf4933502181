using Granary.Grains.Capacity;

namespace Granary.Grains.Tests.Capacity;

public sealed class AdmissionOptionsValidatorTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new AdmissionOptionsValidator().Validate(null, new AdmissionOptions()).Succeeded);

    [Fact]
    public void Every_error_is_told_at_once_with_key_value_and_range()
    {
        var options = new AdmissionOptions
        {
            AgentId = " ",
            Estimator = "magic",
            MaxWaiters = 0,
            InteractiveTimeout = TimeSpan.Zero,
            ShareLife = TimeSpan.FromSeconds(10),
            LedgerShareLife = TimeSpan.FromSeconds(10),
            GrantsValid = TimeSpan.FromSeconds(9),
            Seek = { Start = 2, Floor = 3, RejectionBudget = 0.06, NoisyAt = 0.002, VerifyFirst = TimeSpan.FromSeconds(61), FollowMost = TimeSpan.FromSeconds(1), RefusedIfHeld = double.NaN },
            Gradient2 = { MinLimit = 30, Tolerance = 0.5 },
            Vegas = { MaxLimit = 10, Beta = 0.5 },
            Windows = { MaxWindow = TimeSpan.FromSeconds(0.5), Percentile = 1 },
            Fixed = { Limit = 0 },
            Aimd = { DecreaseFactor = 1, SuccessesPerStep = 0, Cooldown = TimeSpan.Zero },
        };
        var failures = new AdmissionOptionsValidator().Validate(null, options).Failures!.ToList();
        Assert.Equal(
            [
                "Admission:AgentId is blank, must be a name or absent.",
                "Admission:Estimator is 'magic', must be one of: seek, aimd, gradient2, vegas, fixed.",
                "Admission:MaxWaiters is 0, must be 1 to 1000000.",
                "Admission:MaxWaitersPerTenant is 5000, must be 1 to 1.",
                "Admission:InteractiveTimeout is 0 s, must be 0.001 s to 86400 s.",
                "Admission:ShareLife is 10 s, must be more than two refreshes.",
                "Admission:LedgerShareLife is 10 s, must be at least 10.12 s.",
                "Admission:GrantsValid is 9 s, must be more than Admission:LedgerShareLife.",
                "Admission:Aimd:DecreaseFactor is 1, must be above 0 and below 1.",
                "Admission:Aimd:SuccessesPerStep is 0, must be 1 to 100000.",
                "Admission:Aimd:Cooldown is 0 s, must be 0.001 s to 600 s.",
                "Admission:Seek:RejectionBudget is 0.06, must be 0.0005 to 0.05.",
                "Admission:Seek:RefusedIfHeld is NaN, must be 0.1 to 0.9.",
                "Admission:Seek:Floor is 3, must be at most Admission:Seek:Start (2).",
                "Admission:Seek:VerifyFirst is 61, must be at most Admission:Seek:VerifyMost (60).",
                "Admission:Seek:FollowLeast is 2, must be at most Admission:Seek:FollowMost (1).",
                "Admission:Seek:NoiseLeast is 0.002, must be below Admission:Seek:NoisyAt (0.002).",
                "Admission:Gradient2:Tolerance is 0.5, must be 1 to 10.",
                "Admission:Gradient2:MinLimit is 30, must be at most Admission:Gradient2:InitialLimit (20).",
                "Admission:Vegas:Beta is 0.5, must be 1 to 1000.",
                "Admission:Vegas:InitialLimit is 20, must be at most Admission:Vegas:MaxLimit (10).",
                "Admission:Windows:Percentile is 1, must be 0.01 to 0.99.",
                "Admission:Windows:MinWindow is 1, must be at most Admission:Windows:MaxWindow (0.5).",
                "Admission:Fixed:Limit is 0, must be 1 to 100000.",
            ],
            failures);
    }
}
