using Microsoft.Extensions.Options;

namespace Granary.Api;

/// <summary>Checks <see cref="ApiOptions"/> at start; reports every wrong value at once.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> errors = [];
        Range(errors, nameof(ApiOptions.MaxDocumentBytes), options.MaxDocumentBytes, 1024, 16 * 1024 * 1024);
        Range(errors, nameof(ApiOptions.MaxCallBytes), options.MaxCallBytes, 1024, 256 * 1024 * 1024);
        Range(errors, nameof(ApiOptions.MaxJobBytes), options.MaxJobBytes, 1024, 256 * 1024 * 1024);
        Range(errors, nameof(ApiOptions.MaxFileBytes), options.MaxFileBytes, 1024, 512L * 1024 * 1024);
        Range(errors, nameof(ApiOptions.EventHeartbeat), options.EventHeartbeat, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Range<T>(List<string> errors, string setting, T value, T low, T high)
        where T : IComparable<T>
    {
        if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
        {
            errors.Add($"{ApiOptions.Section}:{setting} is {value}; allowed is {low} to {high}.");
        }
    }
}
