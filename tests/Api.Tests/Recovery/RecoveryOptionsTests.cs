using Granary.Api.Recovery;
using Granary.Journal;

using Microsoft.Extensions.Options;

namespace Granary.Api.Tests.Recovery;

public sealed class RecoveryOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new RecoveryOptionsValidator(Options.Create(new JournalOptions())).Validate(null, new RecoveryOptions()).Succeeded);

    [Fact]
    public void Every_wrong_value_is_named_with_its_range_at_once()
    {
        var result = new RecoveryOptionsValidator(Options.Create(new JournalOptions())).Validate(null, new RecoveryOptions
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
    public void Record_that_could_not_hold_the_largest_body_is_named_at_start()
    {
        var journal = Options.Create(new JournalOptions { MaxRecord = 1 << 20 });
        Assert.Contains(
            "Journal:MaxRecord is 1048576; with Recovery:MaxBody 1048576 at least 1310720 is needed.",
            new RecoveryOptionsValidator(journal).Validate(null, new RecoveryOptions()).Failures!);
        Assert.True(new RecoveryOptionsValidator(journal).Validate(null, new RecoveryOptions { Enabled = false }).Succeeded);
    }

    [Fact]
    public void Hook_decisions_out_of_range_are_misuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => RecoveryDecision.Defer(TimeSpan.FromMilliseconds(999)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => RecoveryDecision.Defer(TimeSpan.FromHours(25)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => RecoveryDecision.Completed(500));
    }
}
