using Granary.Grains.Runs;

namespace Granary.Grains.Tests.Runs;

public sealed class RunsOptionsValidatorTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new RunsOptionsValidator().Validate(null, new RunsOptions()).Succeeded);

    [Fact]
    public void Every_error_is_told_with_key_value_and_range()
    {
        var result = new RunsOptionsValidator().Validate(null, new RunsOptions
        {
            ResumeRetention = TimeSpan.Zero,
            GroupSilence = TimeSpan.FromSeconds(1),
            PreflightTimeout = TimeSpan.FromHours(1),
            ResumptionPatience = TimeSpan.FromMilliseconds(1),
        });

        Assert.Equal(4, result.Failures!.Count());
        Assert.Contains("Runs:GroupSilence is 00:00:01, must be 00:00:03 to 00:10:00.", result.Failures!);
    }
}
