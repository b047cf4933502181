using System.Globalization;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Providers;

/// <summary>Checks <see cref="GatewayOptions"/> as a whole.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.ProvidersFile))
        {
            problems.Add($"{GatewayOptions.Section}:{nameof(options.ProvidersFile)} is empty, and must be the path of the provider document.");
        }

        if (options.ProvidersPoll < ShortestPoll || options.ProvidersPoll > LongestPoll)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{GatewayOptions.Section}:{nameof(options.ProvidersPoll)} is {options.ProvidersPoll}, and must be from {ShortestPoll} to {LongestPoll}."));
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
