using Microsoft.Extensions.Options;

namespace Granary.Grains.Steps.Validation;

/// <summary>Checks <see cref="HttpCheckOptions"/> at start.</summary>
internal sealed class HttpCheckOptionsValidator : IValidateOptions<HttpCheckOptions>
{
    private const int Most = 100;

    public ValidateOptionsResult Validate(string? name, HttpCheckOptions options)
    {
        var errors = options.AllowedHosts
            .Where(static host => !Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var address) || address.Host.Length == 0 || address.UserInfo.Length > 0 || address.PathAndQuery != "/")
            .Select(static host => $"{HttpCheckOptions.Section}:AllowedHosts has '{host}', must be host or host:port.")
            .ToList();
        if (options.AllowedHosts.Count > Most)
        {
            errors.Add($"{HttpCheckOptions.Section}:AllowedHosts has {options.AllowedHosts.Count} entries, at most {Most} are allowed.");
        }

        if (options.Timeout < TimeSpan.FromMilliseconds(10) || options.Timeout > TimeSpan.FromMinutes(5))
        {
            errors.Add($"{HttpCheckOptions.Section}:Timeout is {options.Timeout}, must be {TimeSpan.FromMilliseconds(10)} to {TimeSpan.FromMinutes(5)}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
