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
            Estimator = "seek",
            MaxWaiters = 0,
            InteractiveTimeout = TimeSpan.Zero,
            ShareLife = TimeSpan.FromSeconds(10),
            LedgerShareLife = TimeSpan.FromSeconds(10),
            GrantsValid = TimeSpan.FromSeconds(9),
            Aimd = { DecreaseFactor = 1, SuccessesPerStep = 0, Cooldown = TimeSpan.Zero },
        };
        var failures = new AdmissionOptionsValidator().Validate(null, options).Failures!.ToList();
        Assert.Equal(
            [
                "Admission:AgentId is blank, must be a name or absent.",
                "Admission:Estimator is 'seek', must be one of: aimd.",
                "Admission:MaxWaiters is 0, must be 1 to 1000000.",
                "Admission:MaxWaitersPerTenant is 5000, must be 1 to 1.",
                "Admission:InteractiveTimeout is 0 s, must be 0.001 s to 86400 s.",
                "Admission:ShareLife is 10 s, must be more than two refreshes.",
                "Admission:LedgerShareLife is 10 s, must be at least 10.12 s.",
                "Admission:GrantsValid is 9 s, must be more than Admission:LedgerShareLife.",
                "Admission:Aimd:DecreaseFactor is 1, must be above 0 and below 1.",
                "Admission:Aimd:SuccessesPerStep is 0, must be 1 to 100000.",
                "Admission:Aimd:Cooldown is 0 s, must be 0.001 s to 600 s.",
            ],
            failures);
    }
}
