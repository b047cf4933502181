using Granary.Journal;

using Microsoft.Extensions.Options;

namespace Granary.Api.Recovery;

/// <summary>Checks <see cref="RecoveryOptions"/> at start; reports every wrong value at once.</summary>
internal sealed class RecoveryOptionsValidator(IOptions<JournalOptions> journal) : IValidateOptions<RecoveryOptions>
{
    // What stands beside a body or an answer in a record: path, headers and trace of a request at their largest.
    private const int Description = 256 << 10;

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ThirtyDays = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, RecoveryOptions options)
    {
        List<string> errors = [];
        OneOf(nameof(options.Scope), options.Scope, "marked", "all");
        OneOf(nameof(options.OnTooLarge), options.OnTooLarge, "route", "refuse", "best_effort");
        Range(nameof(options.MaxRecoveryAttempts), options.MaxRecoveryAttempts, 1, 20);
        Range(nameof(options.MaxAge), options.MaxAge, TimeSpan.FromMinutes(1), ThirtyDays);
        Range(nameof(options.RatePerSecond), options.RatePerSecond, 1, 10_000);
        Range(nameof(options.Concurrency), options.Concurrency, 1, 64);
        Range(nameof(options.MaxBody), options.MaxBody, 1 << 10, 8 << 20);
        Range(nameof(options.StartDelay), options.StartDelay, TimeSpan.Zero, TenMinutes);
        Range(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromSeconds(1), TenMinutes);
        Range(nameof(options.HookTimeout), options.HookTimeout, TimeSpan.FromSeconds(1), TenMinutes);
        Range(nameof(options.BackOff), options.BackOff, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5));
        Range(nameof(options.AnswerRetention), options.AnswerRetention, TimeSpan.FromMinutes(1), ThirtyDays);
        Range(nameof(options.DeadLetterRetention), options.DeadLetterRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        Range(nameof(options.MaxDeadLetters), options.MaxDeadLetters, 1, 1_000_000);
        var largest = Math.Max(options.MaxBody, AnswerSpool.MaxInline) + Description;
        if (options.Enabled && journal.Value.MaxRecord < largest)
        {
            errors.Add(
                $"{JournalOptions.Section}:{nameof(JournalOptions.MaxRecord)} is {journal.Value.MaxRecord}; with {RecoveryOptions.Section}:{nameof(options.MaxBody)} {options.MaxBody} at least {largest} is needed.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void OneOf(string setting, string value, params string[] allowed)
        {
            if (!allowed.Contains(value, StringComparer.Ordinal))
            {
                errors.Add($"{RecoveryOptions.Section}:{setting} is '{value}'; it must be one of {string.Join(", ", allowed)}.");
            }
        }

        void Range<T>(string setting, T value, T low, T high)
            where T : IComparable<T>
        {
            if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
            {
                errors.Add($"{RecoveryOptions.Section}:{setting} is {value}; allowed is {low} to {high}.");
            }
        }
    }
}
