using System.Text.RegularExpressions;

using Microsoft.Extensions.Options;

namespace Granary.Api;

/// <summary>Checks <see cref="ApiOptions"/> at start; reports every wrong value at once.</summary>
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    private const int MostHandlers = 200;

    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> errors = [];
        Range(errors, nameof(ApiOptions.MaxDocumentBytes), options.MaxDocumentBytes, 1024, 16 * 1024 * 1024);
        Range(errors, nameof(ApiOptions.MaxCallBytes), options.MaxCallBytes, 1024, 256 * 1024 * 1024);
        Range(errors, nameof(ApiOptions.MaxJobBytes), options.MaxJobBytes, 1024, 256 * 1024 * 1024);
        Range(errors, nameof(ApiOptions.MaxFileBytes), options.MaxFileBytes, 1024, 512L * 1024 * 1024);
        Range(errors, nameof(ApiOptions.EventHeartbeat), options.EventHeartbeat, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        if (options.Handlers.Count > MostHandlers)
        {
            errors.Add($"{ApiOptions.Section}:{nameof(ApiOptions.Handlers)} has {options.Handlers.Count} routes; at most {MostHandlers} are allowed.");
        }

        foreach (var (route, handler) in options.Handlers.OrderBy(static route => route.Key, StringComparer.Ordinal))
        {
            var key = $"{ApiOptions.Section}:{nameof(ApiOptions.Handlers)}:{route}";
            if (!ValidName().IsMatch(route))
            {
                errors.Add($"{key}: '{route}' is not a route name; it must match [a-z][a-z0-9-]{{0,62}}.");
            }

            if (string.IsNullOrWhiteSpace(handler.Handler))
            {
                errors.Add($"{key}:{nameof(handler.Handler)} is empty; name the handler to call.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();

    private static void Range<T>(List<string> errors, string setting, T value, T low, T high)
        where T : IComparable<T>
    {
        if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
        {
            errors.Add($"{ApiOptions.Section}:{setting} is {value}; allowed is {low} to {high}.");
        }
    }
}
