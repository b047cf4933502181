using Granary.Api.Recovery;

namespace Granary.Api.Tests.Recovery;

public sealed class RecoveryOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new RecoveryOptionsValidator().Validate(null, new RecoveryOptions()).Succeeded);

    [Fact]
    public void Every_wrong_value_is_named_with_its_range_at_once()
    {
        var result = new RecoveryOptionsValidator().Validate(null, new RecoveryOptions
        {
            Scope = "some",
            OnTooLarge = "cut",
            MaxRecoveryAttempts = 0,
            MaxAge = TimeSpan.Zero,
            RatePerSecond = 0,
            Concurrency = 65,
            MaxBody = 1,
            StartDelay = TimeSpan.FromDays(1),
            AttemptTimeout = TimeSpan.Zero,
            HookTimeout = TimeSpan.Zero,
            BackOff = TimeSpan.Zero,
            AnswerRetention = TimeSpan.Zero,
            DeadLetterRetention = TimeSpan.Zero,
            MaxDeadLetters = 0,
        });
        Assert.Equal(14, result.Failures!.Count());
        Assert.All(result.Failures!, static failure => Assert.StartsWith("Recovery:", failure, StringComparison.Ordinal));
        Assert.Contains("Recovery:Scope is 'some'; it must be one of marked, all.", result.Failures!);
    }

    [Fact]
    public void Hook_decisions_out_of_range_are_misuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => RecoveryDecision.Defer(TimeSpan.FromMilliseconds(999)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => RecoveryDecision.Defer(TimeSpan.FromHours(25)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => RecoveryDecision.Completed(500));
    }
}
