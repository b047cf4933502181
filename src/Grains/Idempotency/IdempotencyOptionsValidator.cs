using Microsoft.Extensions.Options;

namespace Granary.Grains.Idempotency;

/// <summary>Checks <see cref="IdempotencyOptions"/> at start; reports every wrong value at once.</summary>
internal sealed class IdempotencyOptionsValidator : IValidateOptions<IdempotencyOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, IdempotencyOptions options)
    {
        List<string> errors = [];
        if (options.Window < Shortest || options.Window > Longest)
        {
            errors.Add($"{IdempotencyOptions.Section}:{nameof(options.Window)} is {options.Window}; allowed is {Shortest} to {Longest}.");
        }

        if (options.MaxEntries is < 1 or > 1_000_000)
        {
            errors.Add($"{IdempotencyOptions.Section}:{nameof(options.MaxEntries)} is {options.MaxEntries}; allowed is 1 to 1000000.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
