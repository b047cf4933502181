using Microsoft.Extensions.Options;

namespace Granary.Grains.Dispatch;

/// <summary>Checks <see cref="DispatchOptions"/> at start.</summary>
internal sealed class DispatchOptionsValidator : IValidateOptions<DispatchOptions>
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, DispatchOptions options)
    {
        var errors = options.Admission.Problems().Select(static problem => $"Dispatch:{problem}").ToList();
        if (!Enum.IsDefined(options.Policy))
        {
            errors.Add($"Dispatch:Policy is {options.Policy}, must be BoundedBorrow or StrictFair.");
        }

        if (options.AgingBound < _shortest || options.AgingBound > _longest)
        {
            errors.Add($"Dispatch:AgingBound is {options.AgingBound}, must be {_shortest} to {_longest}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
